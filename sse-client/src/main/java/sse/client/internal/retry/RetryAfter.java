package sse.client.internal.retry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The field {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or a date in one of the three formats. */
public final class RetryAfter {
    /** The longest delay that a server can ask for. */
    public static final Duration MAX = Duration.ofHours(1);

    private static final int MAX_DIGITS = 9;
    private static final int FIRST_SHORT_YEAR = 1976;

    /** The formats of RFC 9110 section 5.6.7, without the day of the week, which need not be checked. */
    private static final List<DateTimeFormatter> FORMATS = List.of(
            DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT),
            new DateTimeFormatterBuilder()
                    .appendPattern("dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ROOT),
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy", Locale.ROOT));

    private RetryAfter() {}

    /**
     * Returns the delay that a server asks for.
     *
     * @param value the field's value
     * @param date the value of the response's {@code Date}, by which a date is read if it is valid: the server's clock
     *     is not that of this machine
     * @param clock the clock of this machine
     * @return the delay, at most {@link #MAX}, zero for a date that has passed; empty if the value is malformed
     */
    public static Optional<Duration> parse(String value, Optional<String> date, InstantSource clock) {
        String text = value.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(text.length() > MAX_DIGITS ? MAX : bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        return instant(text)
                .map(until -> bounded(Duration.between(
                        date.flatMap(sent -> instant(sent.strip())).orElseGet(clock::instant), until)));
    }

    private static Duration bounded(Duration delay) {
        if (delay.isNegative()) {
            return Duration.ZERO;
        }
        return delay.compareTo(MAX) > 0 ? MAX : delay;
    }

    private static Optional<Instant> instant(String text) {
        String date = text.substring(text.indexOf(' ') + 1);
        for (DateTimeFormatter format : FORMATS) {
            try {
                return Optional.of(LocalDateTime.parse(date, format).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException otherFormat) {
                // Tried next.
            }
        }
        return Optional.empty();
    }
}
