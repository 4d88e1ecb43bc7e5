package sse.nio;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time of day as {@code Date} wants it (IMF-fixdate, RFC 9110 section 5.6.7), made once a second. Confined to its loop. */
final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

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
            text = IMF_FIXDATE.format(Instant.ofEpochSecond(current));
        }
        return text;
    }
}
