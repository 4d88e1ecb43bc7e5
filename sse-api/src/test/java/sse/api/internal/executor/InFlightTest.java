package sse.api.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InFlightTest {
    @Test
    void wakesWhoWaitsUntilThereIsNone() throws Exception {
        InFlight count = new InFlight(2);
        assertThat(count.enter()).isTrue();
        assertThat(count.enter()).isTrue();
        assertThat(count.enter()).isFalse();
        FutureTask<Boolean> none = new FutureTask<>(() -> count.awaitNone(TimeUnit.MINUTES.toNanos(1)));
        Thread waiter = new Thread(none);
        waiter.setDaemon(true);
        waiter.start();
        while (waiter.getState() != Thread.State.TIMED_WAITING) {
            assertThat(waiter.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
        count.leave();
        assertThat(none.isDone()).isFalse();
        count.leave();
        assertThat(none.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(count.present()).isZero();
    }
}
