package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.Ticker;
import sse.api.internal.CoreLog;
import sse.api.internal.Thrown;

class SystemTickerTest {
    /** Near its end, because only differences count. */
    private static final long START = Long.MAX_VALUE - 150;

    private static final Duration PERIOD = Duration.ofNanos(100);

    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final Ticker byHand = new SystemTicker(timer, () -> START + this.elapsed);
    private final List<String> ran = new ArrayList<>();
    private long elapsed;

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "130, 70",
        "199, 1",
        "200, 100",
        "201, 99",
        "599, 1",
        "600, 100",
        "601, 99",
    })
    void keepsItsRateAndSkipsWhatItMissed(long endOfFirst, long untilSecond) {
        byHand.every(PERIOD, () -> {
            if (ran.isEmpty()) {
                elapsed = endOfFirst;
            }
            ran.add("tick");
        });
        timer.runNext();
        elapsed += untilSecond;
        timer.runNext();
        assertThat(ran).hasSize(2);
        assertThat(timer.delays).containsExactly(100L, untilSecond, 100L);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterAnActionThatThrows(Thrown thrown) {
        byHand.every(PERIOD, () -> {
            ran.add("tick");
            throw thrown.now();
        });
        try (CoreLog log = new CoreLog()) {
            timer.runNext();
            timer.runNext();
            String message = "ticker action threw: as the test wants it";
            assertThat(log.records()).containsExactly(message, message);
        }
        assertThat(ran).containsExactly("tick", "tick");
    }

    @Test
    void runsOnceAfterDelay() {
        byHand.after(PERIOD, () -> ran.add("once"));
        timer.runNext();

        assertThat(ran).containsExactly("once");
        assertThat(timer.delays).containsExactly(100L);
    }

    @Test
    void runsNothingThatWasCancelled() {
        Ticker.Task once = byHand.after(PERIOD, () -> ran.add("once"));
        Ticker.Task repeated = byHand.every(PERIOD, () -> ran.add("repeated"));
        once.cancel();
        once.cancel();
        repeated.cancel();
        repeated.cancel();
        timer.runNext();
        timer.runNext();
        assertThat(ran).isEmpty();
    }

    @Test
    void endsWithTheRunInWhichItIsCancelled() {
        Ticker.Task[] task = new Ticker.Task[1];
        task[0] = byHand.every(PERIOD, () -> task[0].cancel());
        timer.runNext();
        assertThat(timer.delays).containsExactly(100L);
    }

    @Test
    void takesDelaysBeyondTheClock() {
        byHand.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
        byHand.every(Duration.ofNanos(Long.MAX_VALUE / 2 + 1), () -> {});
        byHand.after(Duration.ofNanos(Long.MAX_VALUE / 2 - 1), () -> {});
        assertThat(timer.delays).containsExactly(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2 - 1);
    }

    @Test
    void takesWhatIsCancelledOutOfItsTimer() {
        ScheduledThreadPoolExecutor real = SystemTicker.timer();
        Ticker.Task task = new SystemTicker(real, System::nanoTime).after(Duration.ofDays(1), () -> {});
        assertThat(real.getQueue()).hasSize(1);
        task.cancel();
        assertThat(real.getQueue()).isEmpty();
        real.shutdownNow();
    }

    @Test
    void endsIdleThread() {
        ScheduledThreadPoolExecutor real = SystemTicker.timer();
        assertThat(real.allowsCoreThreadTimeOut()).isTrue();
        assertThat(real.getKeepAliveTime(TimeUnit.SECONDS)).isEqualTo(5);
    }

    @Test
    void refusesPeriodsThatAreNotPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> byHand.every(Duration.ZERO, () -> {}))
                .withMessage("period must be positive: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> byHand.every(Duration.ofNanos(-1), () -> {}))
                .withMessage("period must be positive: PT-0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> byHand.after(Duration.ofNanos(-1), () -> {}))
                .withMessage("delay must not be negative: PT-0.000000001S");
        byHand.after(Duration.ZERO, () -> {});
        assertThat(timer.delays).containsExactly(0L);
    }

    @Test
    void repeatsOnADaemonThread() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CountDownLatch ticks = new CountDownLatch(3);
        Ticker.Task task = Ticker.system().every(Duration.ofMillis(1), () -> {
            thread.complete(Thread.currentThread());
            ticks.countDown();
        });
        assertThat(ticks.await(10, TimeUnit.SECONDS)).isTrue();
        task.cancel();
        assertThat(thread.join().getName()).isEqualTo("sse-ticker");
        assertThat(thread.join().isDaemon()).isTrue();
    }

    @Test
    void doesNotRetainClassLoaderOfApplicationThatScheduledFirst() throws Exception {
        Thread application = Thread.currentThread();
        ClassLoader own = application.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[0], own)) {
            application.setContextClassLoader(loader);
            CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
            ScheduledThreadPoolExecutor timer = SystemTicker.timer();

            timer.execute(() -> seen.complete(Thread.currentThread().getContextClassLoader()));

            assertThat(seen.get(10, TimeUnit.SECONDS)).isSameAs(ClassLoader.getSystemClassLoader());
            timer.shutdown();
        } finally {
            application.setContextClassLoader(own);
        }
    }

    @Test
    void runsNoSoonerThanItsDelay() throws Exception {
        Ticker ticker = Ticker.system();
        CountDownLatch over = new CountDownLatch(1);
        long start = ticker.nanoTime();
        ticker.after(Duration.ofMillis(20), over::countDown);
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ticker.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    }
}
