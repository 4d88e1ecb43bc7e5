package sse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LaneThreadsTest {
    @Test
    void waitsForThreadThatIsAboutToEnd() throws Exception {
        Thread closing = Thread.currentThread();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean closed = new AtomicBoolean();
        LaneThreads threads = new LaneThreads();
        Thread lane = threads.newThread(() -> {
            while (closing.getState() != Thread.State.TIMED_WAITING && !closed.get()) {
                Thread.onSpinWait();
            }
            ended.set(!closed.get());
        });
        lane.start();

        threads.join(TimeUnit.SECONDS.toNanos(30));

        closed.set(true);
        assertThat(ended).isTrue();
        assertThat(lane.isAlive()).isFalse();
        assertThat(lane.isDaemon()).isTrue();
    }

    @Test
    void doesNotWaitForThreadThatWasNotStarted() throws Exception {
        LaneThreads threads = new LaneThreads();
        Thread lane = threads.newThread(() -> {});

        threads.join(TimeUnit.SECONDS.toNanos(30));

        assertThat(lane.getState()).isEqualTo(Thread.State.NEW);
        assertThat(lane.getName()).isEqualTo("sse-servlet-lane-0");
    }
}
