package sse.testkit.internal.contract;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sse.api.spi.Exchange;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.testkit.internal.contract.support.Eventually;

/** A lane that the test controls, and which detects concurrent calls. */
final class BareLane implements Lane {
    // Immutable after construction.
    private final LaneLoop loop;
    private final ByteBuffer scratch;
    private final Queue<BareExchange> exchanges;
    private final List<String> violations;

    // Written by the thread that runs the lane.
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();

    BareLane(LaneLoop loop, ByteBuffer scratch, Queue<BareExchange> exchanges, List<String> violations) {
        this.loop = loop;
        this.scratch = scratch;
        this.exchanges = exchanges;
        this.violations = violations;
    }

    @Override
    public void onRequest(Exchange exchange) {
        alone("onRequest", () -> exchanges.add(new BareExchange(this, exchange)));
    }

    LaneLoop loop() {
        return loop;
    }

    /** Returns the buffer that the transport has given to the lane. For use on the lane. */
    ByteBuffer scratch() {
        return scratch;
    }

    /** Runs an action on the lane, and records a violation if another action is running. */
    void alone(String what, Runnable action) {
        Thread other = running.compareAndExchange(null, Thread.currentThread());
        if (other != null) {
            violations.add(
                    what + " in " + Thread.currentThread().getName() + " while " + other.getName() + " is on the lane");
        }
        try {
            action.run();
        } finally {
            if (other == null) {
                running.set(null);
            }
        }
    }

    /** Runs an action on the lane and waits for its result. */
    <T> T call(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> alone("a task", () -> {
            try {
                result.complete(action.call());
            } catch (Exception | Error failure) {
                result.completeExceptionally(failure);
            }
        }));
        try {
            return result.get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError("must not throw on the lane: " + failure.getCause(), failure.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("lane must run a task within " + Eventually.DEADLINE, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the lane", interrupted);
        }
    }

    void run(Runnable action) {
        call(() -> {
            action.run();
            return true;
        });
    }
}
