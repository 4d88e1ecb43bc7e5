package sse.api.internal.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.AttributeKey;
import sse.api.ServerObserver;
import sse.api.StreamRequest;
import sse.api.StreamSummary;
import sse.api.Ticker;
import sse.api.internal.executor.OrderedNotifier;
import sse.api.internal.stream.ServerEventStream;

/** Notifies the service's observer, if it has one, of its streams. Thread-safe; no method blocks. */
final class ObserverNotifier {
    /** An attribute, because a stream of a service without an observer needs no memory for it. */
    private static final AttributeKey<Opened> OPENED = AttributeKey.of("sse.opened", Opened.class);

    // Immutable after construction.
    private final List<ServerObserver> observers;
    private final OrderedNotifier notifier;
    private final Ticker ticker;

    /**
     * Creates a notifier.
     *
     * @param executor runs the observer's methods; a service that closes waits for it
     */
    ObserverNotifier(Optional<ServerObserver> observer, Executor executor, Ticker ticker) {
        this.observers = observer.stream().toList();
        this.notifier = new OrderedNotifier(executor);
        this.ticker = ticker;
    }

    void opened(ServerEventStream stream) {
        if (!observers.isEmpty()) {
            stream.setAttribute(OPENED, new Opened(ticker.nanoTime()));
            notify(observer -> observer.onOpen(stream.request()));
        }
    }

    void closed(ServerEventStream stream) {
        if (!observers.isEmpty()) {
            long openedNanos = stream.attribute(OPENED).orElseThrow().nanos();
            StreamSummary summary = StreamSummary.builder(
                            stream.request(), stream.closeReason().orElseThrow())
                    .lifetime(Duration.ofNanos(ticker.nanoTime() - openedNanos))
                    .droppedEvents(stream.droppedEvents())
                    .build();
            notify(observer -> observer.onClose(summary));
        }
    }

    void shed(StreamRequest request) {
        notify(observer -> observer.onShed(request));
    }

    private void notify(Consumer<ServerObserver> call) {
        notifier.notify("server observer", observers, call);
    }

    /** When a stream was opened. A private type, so that no other code can use the key. */
    private record Opened(long nanos) {}
}
