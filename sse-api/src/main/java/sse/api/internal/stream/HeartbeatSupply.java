package sse.api.internal.stream;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.spi.Frame;

/** Sends what a user's function returns as the heartbeats of one stream. The function runs on the executor. */
final class HeartbeatSupply {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final ServerEventStream stream;
    private final Supplier<Event> supplier;

    // Set by the lane, cleared when the call has ended and its event is on the lane.
    private final AtomicBoolean calling = new AtomicBoolean();

    // Written by the call, one at a time.
    private volatile boolean failed;

    HeartbeatSupply(ServerEventStream stream, Supplier<Event> supplier) {
        this.stream = stream;
        this.supplier = supplier;
    }

    /**
     * Calls the function, unless it runs already. On the lane.
     *
     * @param silenceNanos for how long nothing has been sent
     * @return false if the comment is to be sent now, because the call has not ended within the period or cannot begin
     */
    boolean request(long silenceNanos) {
        if (!calling.compareAndSet(false, true)) {
            Duration period = stream.context.options().heartbeat().orElseThrow();
            return silenceNanos < period.toNanos();
        }
        try {
            stream.context.executor().execute(this::call);
            return true;
        } catch (RejectedExecutionException rejected) {
            calling.set(false);
            return false;
        }
    }

    /** Runs on the executor. */
    private void call() {
        Frame heartbeat = supplied();
        try {
            stream.lane.execute(() -> {
                calling.set(false);
                stream.offerHeartbeat(heartbeat);
            });
        } catch (Exception | Error rejected) {
            calling.set(false);
            LOG.log(System.Logger.Level.ERROR, "event loop rejected a heartbeat", rejected);
        }
    }

    private Frame supplied() {
        try {
            Event event = supplier.get();
            if (event != null && event.id().isEmpty()) {
                return Frame.of(event);
            }
            logFailure(event == null ? "returned null" : "returned an event with an id", null);
        } catch (Exception | Error failure) {
            logFailure("threw", failure);
        }
        return stream.context.controlFrames().heartbeatComment();
    }

    /** Only the first failure on a stream is an error in the log: a heartbeat may fail each time. */
    private void logFailure(String how, @Nullable Throwable failure) {
        System.Logger.Level level = failed ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
        failed = true;
        LOG.log(level, "heartbeat supplier of " + stream.context.path() + " " + how, failure);
    }
}
