package sse.api.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sse.api.Run;
import sse.api.RunRejectedException;
import sse.api.RunState;
import sse.api.Runs;
import sse.api.internal.CoreLog;

/** Threads that start, stop and end the same runs. */
class RunRaceTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    final CoreLog coreLog = new CoreLog();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void shutDown() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(tasks.size());
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> task : tasks) {
            futures.add(threads.submit(() -> {
                barrier.await();
                return task.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }

    @Test
    void startsAKeyOnce() throws Exception {
        try (Runs runs = Runs.builder().executor(threads).build()) {
            for (int round = 0; round < 200; round++) {
                String key = "key " + round;
                AtomicInteger producers = new AtomicInteger();
                Callable<Run> start = () -> runs.start(key, out -> producers.incrementAndGet());
                List<Run> started = together(List.of(start, start, start, start));
                assertThat(started.get(0).awaitEnd(LONG)).isTrue();

                assertThat(started).containsOnly(started.get(0));
                assertThat(producers).hasValue(1);
            }
        }
    }

    @Test
    void endsOnceInOneWay() throws Exception {
        Map<RunState, Integer> seen = new ConcurrentHashMap<>();
        AtomicInteger ends = new AtomicInteger();
        try (Runs runs = Runs.builder()
                .executor(threads)
                .onEnd(run -> ends.incrementAndGet())
                .build()) {
            for (int round = 0; round < 400; round++) {
                boolean fails = round % 2 == 0;
                CyclicBarrier barrier = new CyclicBarrier(3);
                Run run = runs.start("key " + round, out -> {
                    try {
                        barrier.await();
                    } catch (InterruptedException tooEarly) {
                        throw new AssertionError(tooEarly);
                    }
                    if (fails) {
                        throw new IOException("expected by this test");
                    }
                });
                Callable<Boolean> stop = () -> {
                    barrier.await();
                    return run.stop();
                };
                List<Boolean> stopped = together(List.of(stop, stop));
                assertThat(run.awaitEnd(LONG)).isTrue();

                RunState otherwise = fails ? RunState.FAILED : RunState.COMPLETED;
                assertThat(run.state()).isEqualTo(stopped.contains(true) ? RunState.STOPPED : otherwise);
                assertThat(stopped).isNotEqualTo(List.of(true, true));
                assertThat(run.events()).isEqualTo(1);
                seen.merge(run.state(), 1, Integer::sum);
            }
            for (long start = System.nanoTime(); ends.get() < 400 && System.nanoTime() - start < LONG.toNanos(); ) {
                Thread.onSpinWait();
            }
        }
        assertThat(ends).hasValue(400);
        assertThat(seen).containsKey(RunState.STOPPED);
    }

    @Test
    void neverEvictsRunningRuns() throws Exception {
        try (Runs runs = Runs.builder().executor(threads).maxRuns(4).build()) {
            AtomicInteger rejected = new AtomicInteger();
            List<Callable<Integer>> starters = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String prefix = thread + "/";
                starters.add(() -> {
                    int lost = 0;
                    for (int i = 0; i < 500; i++) {
                        try {
                            String key = prefix + i;
                            runs.start(key, out -> {
                                out.send("a");
                                if (runs.find(key).isEmpty()) {
                                    throw new AssertionError("evicted while running");
                                }
                            });
                        } catch (RunRejectedException allAreRunning) {
                            rejected.incrementAndGet();
                        }
                        lost += runs.statistics().running() > 4 ? 1 : 0;
                    }
                    return lost;
                });
            }

            assertThat(together(starters)).containsOnly(0);
            assertThat(runs.statistics().rejected()).isEqualTo(rejected.get());
            assertThat(runs.statistics().started()).isEqualTo(2000 - rejected.get());
        }
        assertThat(coreLog.records()).isEmpty();
    }

    @Test
    void countsBytesExactly() throws Exception {
        try (Runs runs = Runs.builder().executor(threads).maxBytes(20_000).build()) {
            CyclicBarrier barrier = new CyclicBarrier(4);
            List<Run> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                all.add(runs.start("key " + thread, out -> {
                    barrier.await();
                    for (int i = 0; i < 2_000; i++) {
                        out.send("event " + i);
                    }
                }));
            }
            for (Run run : all) {
                assertThat(run.awaitEnd(LONG)).isTrue();
                assertThat(run.state()).isEqualTo(RunState.COMPLETED);
                assertThat(run.events()).isEqualTo(2_001);
            }
            long start = System.nanoTime();
            while (runs.statistics().running() > 0 && System.nanoTime() - start < LONG.toNanos()) {
                Thread.onSpinWait();
            }
            long retained = 0;
            for (int thread = 0; thread < 4; thread++) {
                retained += runs.find("key " + thread).map(Run::bytes).orElse(0L);
            }

            assertThat(runs.statistics().retainedBytes()).isEqualTo(retained).isLessThanOrEqualTo(20_000);
        }
    }
}
