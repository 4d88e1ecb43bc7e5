package sse.api.internal.stream;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.Event;

/**
 * Sends what a supplier returns, each time it runs. Does nothing while the supplier still runs. Thread-safe.
 *
 * <p>If the supplier closes the stream, that takes effect when it has returned, so that its last event is sent.
 */
final class PeriodicSend implements Runnable {
    /** The one whose supplier runs on the current thread. */
    private static final ThreadLocal<@Nullable PeriodicSend> CURRENT = new ThreadLocal<>();

    private final ServerEventStream stream;
    private final Supplier<Event> supplier;

    // Set by the ticker, cleared by the executor.
    private final AtomicBoolean running = new AtomicBoolean();

    // Confined to the thread on which the supplier runs.
    private boolean closes;

    PeriodicSend(ServerEventStream stream, Supplier<Event> supplier) {
        this.stream = stream;
        this.supplier = supplier;
    }

    /** Returns true if a supplier of the stream runs on the calling thread; then the stream closes behind its event. */
    static boolean closesAfterwards(ServerEventStream stream) {
        PeriodicSend current = CURRENT.get();
        if (current == null || current.stream != stream) {
            return false;
        }
        current.closes = true;
        return true;
    }

    @Override
    public void run() {
        if (stream.isOpen() && running.compareAndSet(false, true)) {
            stream.runUserCode("supplier", this::sendNext);
        }
    }

    private void sendNext() {
        Event event = next();
        if (event == null && !closes) {
            stream.failUserCode("supplier", "returned null", null);
            return;
        }
        if (event != null) {
            stream.send(event);
        }
        if (closes) {
            stream.close(CloseReason.COMPLETED);
        }
        running.set(false);
    }

    private @Nullable Event next() {
        PeriodicSend outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return supplier.get();
        } finally {
            CURRENT.set(outer);
            if (outer == null) {
                CURRENT.remove();
            }
        }
    }
}
