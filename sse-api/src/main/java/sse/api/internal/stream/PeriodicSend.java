package sse.api.internal.stream;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import sse.api.Event;

/** Sends what a supplier returns, each time it runs. Does nothing while the supplier still runs. Thread-safe. */
final class PeriodicSend implements Runnable {
    private final ServerEventStream stream;
    private final Supplier<Event> supplier;

    // Set by the ticker, cleared by the executor.
    private final AtomicBoolean running = new AtomicBoolean();

    PeriodicSend(ServerEventStream stream, Supplier<Event> supplier) {
        this.stream = stream;
        this.supplier = supplier;
    }

    @Override
    public void run() {
        if (stream.isOpen() && running.compareAndSet(false, true)) {
            stream.runUserCode("supplier", this::sendNext);
        }
    }

    private void sendNext() {
        Event event = supplier.get();
        if (event == null) {
            stream.failUserCode("supplier", "returned null", null);
            return;
        }
        stream.send(event);
        running.set(false);
    }
}
