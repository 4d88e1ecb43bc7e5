package sse.api.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
    private final Interruption interruption = new Interruption();

    @Test
    void interruptsWhileCodeRuns() {
        interruption.enter();
        interruption.interrupt();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        interruption.leave();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(interruption.isRequested()).isTrue();
    }

    @Test
    void interruptsCodeThatBeginsLater() {
        interruption.interrupt();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        interruption.enter();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        interruption.leave();
    }

    @Test
    void keepsInterruptsOfOthers() {
        interruption.enter();
        Thread.currentThread().interrupt();
        interruption.leave();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptsNothingAfterwards() {
        interruption.enter();
        interruption.leave();
        interruption.interrupt();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void leavesNoInterruptOnPooledThread() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 20_000; round++) {
                Interruption raced = new Interruption();
                Future<Boolean> after = pool.submit(() -> {
                    raced.enter();
                    raced.leave();
                    return Thread.currentThread().isInterrupted();
                });
                raced.interrupt();

                assertThat(after.get(10, TimeUnit.SECONDS))
                        .as("round %d", round)
                        .isFalse();
                assertThat(pool.submit(() -> Thread.interrupted()).get(10, TimeUnit.SECONDS))
                        .isFalse();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
