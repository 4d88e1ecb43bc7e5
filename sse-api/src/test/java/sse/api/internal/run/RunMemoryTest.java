package sse.api.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import sse.api.RunProducer;
import sse.api.RunState;
import sse.api.Runs;
import sse.api.RunsStatistics;

/** What runs that have ended take of the heap. */
class RunMemoryTest {
    private static final int RUNS = 10_000;
    private static final int TOKENS = 200;
    private static final RunProducer ANSWER = out -> {
        for (int i = 0; i < TOKENS; i++) {
            out.send("token " + i);
        }
    };

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @Test
    void takesAtMostOneKilobyteBesidesItsBytes() {
        Runs runs = Runs.builder().executor(Runnable::run).build();
        long encodedBytes = 0;
        long before = usedHeap();
        for (int i = 0; i < RUNS; i++) {
            assertThat(runs.start("conversation-" + i, ANSWER).state()).isEqualTo(RunState.COMPLETED);
        }
        long used = usedHeap() - before;
        RunsStatistics statistics = runs.statistics();
        for (int i = 0; i < TOKENS; i++) {
            encodedBytes += ("id: " + "0123456789abc-" + (i + 1) + "\ndata: token " + i + "\n\n").length();
        }

        assertThat(statistics.ended()).isEqualTo(RUNS);
        System.getLogger("sse.api.test")
                .log(
                        System.Logger.Level.INFO,
                        "a run that has ended takes {0} bytes, its {1} events {2}, and is counted with {3}",
                        used / RUNS,
                        TOKENS,
                        encodedBytes,
                        statistics.retainedBytes() / RUNS);
        assertThat(used / RUNS - encodedBytes).isBetween(0L, 1024L);
        assertThat(statistics.retainedBytes()).isCloseTo(used, Percentage.withPercentage(10));
    }
}
