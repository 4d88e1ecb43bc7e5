package sse.api.internal.stream;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sse.api.CloseReason;
import sse.api.spi.Frame;

/** What a stream still sends before it closes. Confined to the stream's lane. */
final class Drain {
    private final CloseReason reason;
    private final List<Frame> closingFrames;
    private Optional<Frame> end;
    private BooleanSupplier done = () -> false;

    /**
     * Creates a drain that has not started, and so is not done.
     *
     * @param reason why the stream closes
     * @param closingFrames what is sent at the end, by a stream that was not closed before
     * @param end what is sent last, when everything else was
     */
    Drain(CloseReason reason, List<Frame> closingFrames, Optional<Frame> end) {
        this.reason = reason;
        this.closingFrames = closingFrames;
        this.end = end;
    }

    /** Creates a drain that is done and has no frames: the source has failed. */
    static Drain skipped() {
        Drain drain = new Drain(CloseReason.FAILED, List.of(), Optional.empty());
        drain.startUntil(() -> true);
        return drain;
    }

    /** Starts the drain, which is done when the condition holds. */
    void startUntil(BooleanSupplier condition) {
        done = condition;
    }

    CloseReason reason() {
        return reason;
    }

    boolean isDone() {
        return done.getAsBoolean();
    }

    /** Returns what is sent last, once. */
    Optional<Frame> takeEnd() {
        Optional<Frame> taken = end;
        end = Optional.empty();
        return taken;
    }

    List<Frame> closingFrames() {
        return closingFrames;
    }
}
