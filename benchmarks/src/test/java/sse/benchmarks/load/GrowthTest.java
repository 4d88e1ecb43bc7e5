package sse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowthTest {
    private static final int MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "LIVE_HEAP, 1048576, 'live heap, MiB grew from 20.0 to 30.0'",
        "RESIDENT, 16777216, 'RSS, MiB grew from 320 to 480'",
        "THREADS, 3, threads grew from 60 to 90",
        "DESCRIPTORS, 10, descriptors grew from 200 to 300"
    })
    void findsWhatGrowsByTheMinute(Metric metric, double eachMinute, String verdict) {
        assertThat(Growth.of(samples(metric, 30, minute -> (minute + 1) * eachMinute)))
                .containsExactly(verdict);
    }

    @Test
    void allowsWhatIsReachedInTheFirstThird() {
        assertThat(Growth.of(samples(Metric.THREADS, 30, minute -> Math.min(minute, 9) * 20)))
                .isEmpty();
    }

    @Test
    void allowsReadingsThatComeBack() {
        assertThat(Growth.of(samples(Metric.LIVE_HEAP, 30, minute -> (minute % 4 == 0 ? 37.0 : 25.0) * MIB)))
                .isEmpty();
    }

    @Test
    void judgesNoShortRun() {
        assertThat(Growth.of(samples(Metric.THREADS, 8, minute -> minute * 100.0)))
                .isEmpty();
    }

    private static List<Sample> samples(Metric metric, int minutes, IntToDoubleFunction value) {
        return IntStream.range(0, minutes)
                .mapToObj(minute -> new Sample(minute + " min", Map.of(metric, value.applyAsDouble(minute))))
                .toList();
    }
}
