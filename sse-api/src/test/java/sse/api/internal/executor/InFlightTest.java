package sse.api.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InFlightTest {
    @Test
    void wakesThreadThatAwaitsZero() throws Exception {
        InFlight count = new InFlight(2);
        assertThat(count.tryEnter()).isTrue();
        assertThat(count.tryEnter()).isTrue();
        assertThat(count.tryEnter()).isFalse();
        FutureTask<Boolean> none = new FutureTask<>(() -> count.awaitZero(TimeUnit.MINUTES.toNanos(1)));
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
        assertThat(count.count()).isZero();
    }
}
