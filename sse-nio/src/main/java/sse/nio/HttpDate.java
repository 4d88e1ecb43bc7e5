package sse.nio;

import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The time of day as {@code Date} wants it (IMF-fixdate, RFC 9110 section 5.6.7), made once a second. Confined to its
 * loop.
 *
 * <p>Put together by hand: a formatter loads locales and time zones from files when it is first used, which fails for
 * good if that happens while the process has no descriptor left.
 */
final class HttpDate {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private final InstantSource clock;
    private long second = Long.MIN_VALUE;
    private String text = "";

    HttpDate(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the date of now: 29 characters. */
    String now() {
        long current = Math.floorDiv(clock.millis(), 1000);
        if (current != second) {
            second = current;
            text = format(LocalDateTime.ofEpochSecond(current, 0, ZoneOffset.UTC));
        }
        return text;
    }

    private static String format(LocalDateTime time) {
        StringBuilder date = new StringBuilder(29);
        date.append(DAYS[time.getDayOfWeek().getValue() - 1]).append(',');
        appendTwoDigits(date, ' ', time.getDayOfMonth());
        date.append(' ').append(MONTHS[time.getMonthValue() - 1]).append(' ').append(time.getYear());
        appendTwoDigits(date, ' ', time.getHour());
        appendTwoDigits(date, ':', time.getMinute());
        appendTwoDigits(date, ':', time.getSecond());
        return date.append(" GMT").toString();
    }

    private static void appendTwoDigits(StringBuilder date, char before, int number) {
        date.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
