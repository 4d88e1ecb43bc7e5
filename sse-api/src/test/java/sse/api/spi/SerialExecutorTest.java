package sse.api.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    @Test
    void runsTasksOfOneCallerInOrderWithoutRecursion() {
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
        int[] left = {100_000};
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
    void neverRunsTwoTasksAtOnceAndSeesWhatTheOnesBeforeDid() throws Exception {
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

    @Test
    void goesOnAfterATaskThatThrows() {
        List<String> ran = new ArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> ran.add(failure.getMessage()));
        try {
            SerialExecutor serial = new SerialExecutor(Runnable::run);
            serial.execute(() -> {
                throw new IllegalStateException("first");
            });
            serial.execute(() -> ran.add("second"));
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }
        assertThat(ran).containsExactly("first", "second");
    }
}
