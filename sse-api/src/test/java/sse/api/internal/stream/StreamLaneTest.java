package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A lane whose loop may be out of memory. */
class StreamLaneTest {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<String> happened = new ArrayList<>();
    private final LaneMember member = new LaneMember() {
        @Override
        protected void onTurn(ByteBuffer scratch, long nowNanos) {
            happened.add("turn");
        }

        @Override
        protected void onSweep(long nowNanos) {
            happened.add("sweep");
        }
    };
    private boolean full;
    private final StreamLane lane =
            new StreamLane(this::take, ByteBuffer.allocate(1024), ticker, SWEEP, (on, exchange) -> {});

    private void take(Runnable task) {
        if (full) {
            throw new OutOfMemoryError("no room for a task, as the test wants it");
        }
        loop.add(task);
    }

    private void runLoop() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    @Test
    void makesUpForATurnThatItsLoopHasNotTaken() {
        lane.add(member);
        full = true;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> lane.signal(member));
        full = false;
        lane.signal(member);
        ticker.advance(SWEEP);
        runLoop();
        assertThat(happened).containsExactly("sweep", "turn");
    }

    @Test
    void sweepsAgainAfterASweepThatItsLoopHasNotTaken() {
        lane.add(member);
        full = true;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> ticker.advance(SWEEP));
        full = false;
        ticker.advance(SWEEP);
        runLoop();
        assertThat(happened).containsExactly("sweep");
    }
}
