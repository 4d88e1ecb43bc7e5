package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sse.api.Ticker;

class SystemTickerTest {
    private final Ticker ticker = Ticker.system();

    @Test
    void repeatsUntilCancelled() throws Exception {
        CountDownLatch ticks = new CountDownLatch(3);
        Ticker.Task task = ticker.every(Duration.ofMillis(1), ticks::countDown);
        assertThat(ticks.await(10, TimeUnit.SECONDS)).isTrue();
        task.cancel();
    }

    @Test
    void keepsItsRateAndSkipsWhatItMissed() throws Exception {
        long period = TimeUnit.MILLISECONDS.toNanos(20);
        List<Long> due = new CopyOnWriteArrayList<>();
        CountDownLatch slept = new CountDownLatch(1);
        CountDownLatch ticks = new CountDownLatch(4);
        long start = System.nanoTime();
        Ticker.Task task = ticker.every(Duration.ofNanos(period), () -> {
            due.add((System.nanoTime() - start) / period);
            ticks.countDown();
            if (due.size() == 1) {
                pause(slept, 5 * period);
            }
        });
        assertThat(ticks.await(10, TimeUnit.SECONDS)).isTrue();
        task.cancel();
        assertThat(due.get(1) - due.get(0)).as("no burst after the pause").isGreaterThanOrEqualTo(5);
        assertThat(due).doesNotHaveDuplicates();
    }

    @Test
    void survivesAnActionThatThrows() throws Exception {
        CountDownLatch ticks = new CountDownLatch(2);
        Ticker.Task task = ticker.every(Duration.ofMillis(1), () -> {
            ticks.countDown();
            throw new IllegalStateException("expected by this test");
        });
        assertThat(ticks.await(10, TimeUnit.SECONDS)).isTrue();
        task.cancel();
    }

    @Test
    void runsOnceAfterADelay() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        long start = ticker.nanoTime();
        ticker.after(Duration.ofMillis(20), ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ticker.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    }

    @Test
    void forgetsWhatIsCancelled() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch later = new CountDownLatch(1);
        Ticker.Task task = ticker.after(Duration.ofMillis(20), () -> ran.add("cancelled"));
        ticker.after(Duration.ofMillis(60), later::countDown);
        task.cancel();
        task.cancel();
        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void takesDelaysBeyondTheClock() {
        ticker.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).cancel();
        ticker.every(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).cancel();
    }

    @Test
    void refusesPeriodsThatAreNotPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ticker.every(Duration.ZERO, () -> {}))
                .withMessage("period must be positive: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ticker.after(Duration.ofNanos(-1), () -> {}))
                .withMessage("delay must not be negative: PT-0.000000001S");
    }

    private static void pause(CountDownLatch never, long nanos) {
        try {
            assertThat(never.await(nanos, TimeUnit.NANOSECONDS)).isFalse();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
