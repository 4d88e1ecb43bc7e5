package sse.api.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.internal.Thrown;

class SerialExecutorTest {
    @Test
    void runsTasksInOrderWithoutRecursion() {
        SerialExecutor serial = new SerialExecutor(Runnable::run);
        List<String> ran = new ArrayList<>();
        serial.execute(() -> {
            serial.execute(() -> ran.add("inner"));
            ran.add("outer");
        });
        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void runsLongChainsWithoutOverflowingTheStack() {
        SerialExecutor serial = new SerialExecutor(Runnable::run);
        int[] left = {1_000_000};
        serial.execute(new Runnable() {
            @Override
            public void run() {
                if (--left[0] > 0) {
                    serial.execute(this);
                }
            }
        });
        assertThat(left[0]).isZero();
    }

    @Test
    void runsTasksOneAtATimeWithVisibility() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            SerialExecutor serial = new SerialExecutor(pool);
            int[] count = {0};
            int each = 10_000;
            CountDownLatch done = new CountDownLatch(3 * each);
            for (int producer = 0; producer < 3; producer++) {
                pool.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        serial.execute(() -> {
                            count[0]++;
                            done.countDown();
                        });
                    }
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(count[0]).isEqualTo(3 * each);
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterATaskThatThrows(Thrown thrown) {
        List<String> ran = new ArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> ran.add(failure.getMessage()));
        try {
            SerialExecutor serial = new SerialExecutor(Runnable::run);
            serial.execute(() -> {
                throw thrown.now();
            });
            serial.execute(() -> ran.add("second"));
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }
        assertThat(ran).containsExactly(Thrown.MESSAGE, "second");
    }

    @Test
    void continuesAfterRejection() {
        boolean[] full = {true};
        SerialExecutor serial = new SerialExecutor(task -> {
            if (full[0]) {
                throw new OutOfMemoryError("no thread, as the test wants it");
            }
            task.run();
        });
        List<String> ran = new ArrayList<>();
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> serial.execute(() -> ran.add("refused")))
                .withMessage("no thread, as the test wants it");
        full[0] = false;
        serial.execute(() -> ran.add("taken"));
        assertThat(ran).containsExactly("taken");
    }

    @Test
    void runsQueuedTasksIfFirstIsRejected() {
        List<String> ran = new ArrayList<>();
        SerialExecutor[] serial = new SerialExecutor[1];
        serial[0] = new SerialExecutor(task -> {
            CompletableFuture.runAsync(() -> serial[0].execute(() -> ran.add("other's")))
                    .join();
            throw new OutOfMemoryError("no thread, as the test wants it");
        });
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> serial[0].execute(() -> ran.add("refused")))
                .withMessage("no thread, as the test wants it");
        assertThat(ran).containsExactly("other's");
    }

    @Test
    void runsNextBatchInThreadIfRejected() {
        Queue<Runnable> batches = new ArrayDeque<>();
        boolean[] full = {false};
        SerialExecutor serial = new SerialExecutor(task -> {
            if (full[0]) {
                throw new OutOfMemoryError("no thread, as the test wants it");
            }
            batches.add(task);
        });
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            int number = i;
            serial.execute(() -> ran.add(number));
        }
        full[0] = true;
        batches.remove().run();
        assertThat(ran).isEqualTo(IntStream.range(0, 65).boxed().toList());
        full[0] = false;
        serial.execute(() -> ran.add(65));
        batches.remove().run();
        assertThat(ran).hasSize(66).endsWith(65);
    }
}
