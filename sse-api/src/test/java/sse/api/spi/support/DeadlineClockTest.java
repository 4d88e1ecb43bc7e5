package sse.api.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.Ticker;
import sse.api.internal.HandDrivenTicker;

class DeadlineClockTest {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final DeadlineClock clock = new DeadlineClock(ticker, PERIOD);
    private final List<Duration> ticks = new ArrayList<>();

    @Test
    void advancesWithTicker() {
        start();

        ticker.advance(Duration.ofMillis(2_500));

        assertThat(now()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(ticks).containsExactly(PERIOD, PERIOD.multipliedBy(2));
    }

    @Test
    void countsTwoPeriodsOfAPause() {
        start();
        ticker.advance(Duration.ofMillis(1_500));

        ticker.jump(Duration.ofDays(1));
        assertThat(now()).isEqualTo(Duration.ofSeconds(3));
        ticker.advance(Duration.ZERO);
        assertThat(now()).isEqualTo(Duration.ofSeconds(3));
        ticker.advance(Duration.ofMillis(400));

        assertThat(now()).isEqualTo(Duration.ofMillis(3_400));
    }

    @Test
    void neverMovesBack() {
        start();
        ticker.advance(PERIOD);

        ticker.jump(Duration.ofDays(-1));

        assertThat(now()).isEqualTo(PERIOD);
    }

    @Test
    void standsStillWhileStopped() {
        start();
        ticker.advance(PERIOD);
        clock.stop();
        clock.stop();
        assertThat(ticker.tasks()).isZero();

        ticker.jump(Duration.ofDays(1));
        start();
        start();

        assertThat(now()).isEqualTo(PERIOD.multipliedBy(3));
        assertThat(ticker.tasks()).isEqualTo(1);
    }

    @Test
    void doesNotRunIfTickerFails() {
        DeadlineClock broken = new DeadlineClock(new BrokenTicker(), PERIOD);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> broken.start(() -> {}))
                    .withMessage("a failure, made by the test");
        }
    }

    private void start() {
        clock.start(() -> ticks.add(now()));
    }

    private Duration now() {
        return Duration.ofNanos(clock.nanoTime());
    }

    private static final class BrokenTicker implements Ticker {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Task every(Duration period, Runnable action) {
            throw new IllegalStateException("a failure, made by the test");
        }

        @Override
        public Task after(Duration delay, Runnable action) {
            throw new IllegalStateException("a failure, made by the test");
        }
    }
}
