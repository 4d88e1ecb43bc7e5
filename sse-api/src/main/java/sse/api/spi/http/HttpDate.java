package sse.api.spi.http;

import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * The current time in the format of the {@code Date} field (IMF-fixdate, RFC 9110 section 5.6.7), formatted at most
 * once a second. For use by one thread.
 */
public final class HttpDate {
    // No DateTimeFormatter: it loads locales and time zones from files when it is first used, which fails for good if
    // the process has no file descriptor left at that moment.
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private final InstantSource clock;
    private long second = Long.MIN_VALUE;
    private String text = "";

    /**
     * Creates a date that reads a clock.
     *
     * @param clock the clock, usually {@link InstantSource#system()}
     */
    public HttpDate(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Returns the current time.
     *
     * @return the date, 29 ASCII characters such as {@code Sun, 06 Nov 1994 08:49:37 GMT}; the same object until the
     *     second has passed
     */
    public String now() {
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
