package sse.client.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("1994-11-06T08:49:00Z"));

    private static Optional<Duration> parse(String value) {
        return RetryAfter.parse(value, Optional.empty(), CLOCK);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "120, 120", "' 7 ', 7", "3599, 3599", "3600, 3600", "3601, 3600", "999999999999999999999, 3600"
    })
    void readsSeconds(String value, long seconds) {
        assertThat(parse(value)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void readsDatesInEveryFormat(String value) {
        assertThat(parse(value)).contains(Duration.ofSeconds(37));
    }

    @Test
    void readsADateThatHasPassedAsZero() {
        assertThat(parse("Sun, 06 Nov 1994 08:48:59 GMT")).contains(Duration.ZERO);
    }

    @Test
    void comparesWithTheDateOfTheResponse() {
        Optional<String> date = Optional.of("Sun, 06 Nov 1994 08:49:30 GMT");

        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT", date, CLOCK))
                .contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT", Optional.of("today"), CLOCK))
                .contains(Duration.ofSeconds(37));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.5", "soon", "\u0661", "Sun, 32 Nov 1994 08:49:37 GMT"})
    void returnsNothingForOtherValues(String value) {
        assertThat(parse(value)).isEmpty();
    }
}
