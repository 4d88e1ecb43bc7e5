package sse.api.internal.stream;

import java.util.List;
import java.util.function.BooleanSupplier;
import sse.api.spi.Frame;

/** What a stream still sends before it closes. Confined to the stream's lane. */
final class Drain {
    private final List<Frame> closingFrames;
    private BooleanSupplier done = () -> false;

    /**
     * Creates a drain that has not started, and so is not done.
     *
     * @param closingFrames what is sent at the end
     */
    Drain(List<Frame> closingFrames) {
        this.closingFrames = closingFrames;
    }

    /** Creates a drain that is done and has no frames. */
    static Drain skipped() {
        Drain drain = new Drain(List.of());
        drain.startUntil(() -> true);
        return drain;
    }

    /** Starts the drain, which is done when the condition holds. */
    void startUntil(BooleanSupplier condition) {
        done = condition;
    }

    boolean isDone() {
        return done.getAsBoolean();
    }

    List<Frame> closingFrames() {
        return closingFrames;
    }
}
