package sse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChurnVerdictTest {
    private static final Reply FINE = Reply.parse("OVERFLOW=0 FAILED=0 TIMED_OUT=7");
    private final Map<Metric, Double> values = new EnumMap<>(Map.of(
            Metric.OUTSTANDING, 0.0,
            Metric.WRONG, 0.0,
            Metric.ENDED, 0.0,
            Metric.STREAMS_LEFT, 0.0,
            Metric.VISITS, 500.0));

    @Test
    void acceptsAGoodRun() throws LoadException {
        assertThat(ChurnVerdict.of(values, Reply.parse("visits=500"), FINE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OUTSTANDING, never arrived: 2",
        "WRONG, 'missing, twice or out of order: 2'",
        "ENDED, ended while they read: 2",
        "STREAMS_LEFT, streams at the end: 2"
    })
    void findsWhatMustBeZero(Metric metric, String verdict) throws LoadException {
        values.put(metric, 2.0);

        assertThat(ChurnVerdict.of(values, Reply.parse("visits=500"), FINE)).containsExactly(verdict);
    }

    @ParameterizedTest
    @EnumSource(names = {"OUTSTANDING", "WRONG", "ENDED", "STREAMS_LEFT"})
    void reportsMissingMeasurements(Metric metric) throws LoadException {
        values.remove(metric);

        assertThat(ChurnVerdict.of(values, Reply.parse("visits=500"), FINE))
                .containsExactly(metric.title() + ": " + metric.format(Double.NaN));
    }

    @Test
    void reportsUnexpectedCloseReasons() throws LoadException {
        assertThat(ChurnVerdict.of(values, Reply.parse("failure=not_a_stream"), Reply.parse("OVERFLOW=1 FAILED=3")))
                .containsExactly(
                        "streams that ended with OVERFLOW: 1",
                        "streams that ended with FAILED: 3",
                        "first: not a stream");
    }
}
