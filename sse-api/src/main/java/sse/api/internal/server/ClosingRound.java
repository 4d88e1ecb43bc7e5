package sse.api.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sse.api.EventStream;
import sse.api.StreamClosing;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamLane;

/** One closing of the streams of all lanes that a predicate accepts. Thread-safe. */
final class ClosingRound {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final Predicate<? super EventStream> streams;
    private final StreamClosing closing;
    private final Consumer<ClosingRound> onEnd;
    private final CompletableFuture<Integer> result = new CompletableFuture<>();

    // Written by any thread.
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger unfinishedLanes;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    ClosingRound(
            Predicate<? super EventStream> streams, StreamClosing closing, int lanes, Consumer<ClosingRound> onEnd) {
        this.streams = streams;
        this.closing = closing;
        this.unfinishedLanes = new AtomicInteger(lanes);
        this.onEnd = onEnd;
    }

    /** Returns what completes with the number of closed streams. */
    CompletableFuture<Integer> result() {
        return result;
    }

    /** Closes those of a lane's streams that the predicate accepts. Runs user code. */
    void closeOn(StreamLane lane, List<ServerEventStream> open) {
        guard(() -> {
            List<ServerEventStream> accepted = new ArrayList<>();
            for (ServerEventStream stream : open) {
                if (stream.isOpen() && accepts(stream)) {
                    accepted.add(stream);
                }
            }
            lane.execute(() -> accepted.forEach(this::drain));
            closed.addAndGet(accepted.size());
            finishLane();
        });
    }

    private boolean accepts(EventStream stream) {
        try {
            return streams.test(stream);
        } catch (Exception | Error thrown) {
            if (failure.compareAndSet(null, thrown)) {
                LOG.log(System.Logger.Level.ERROR, "predicate of streams to close threw; they stay open", thrown);
            }
            return false;
        }
    }

    private void drain(ServerEventStream stream) {
        stream.drainAndClose(closing.reason(), closing.lastEvent(), closing.nextReconnectDelay());
    }

    /** Runs the step of a lane; if it throws, the round fails. */
    void guard(Runnable step) {
        try {
            step.run();
        } catch (Exception | Error thrown) {
            fail(thrown);
        }
    }

    /** Ends one lane's part, which has failed. */
    void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
        finishLane();
    }

    private void finishLane() {
        if (unfinishedLanes.decrementAndGet() == 0) {
            end();
        }
    }

    /** Completes the result with what has been done. */
    void end() {
        onEnd.accept(this);
        Throwable thrown = failure.get();
        if (thrown == null) {
            result.complete(closed.get());
        } else {
            result.completeExceptionally(thrown);
        }
    }
}
