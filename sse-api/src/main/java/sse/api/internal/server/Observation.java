package sse.api.internal.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.AttributeKey;
import sse.api.ServerObserver;
import sse.api.StreamRequest;
import sse.api.StreamSummary;
import sse.api.Ticker;
import sse.api.internal.executor.SafeRunner;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.support.SerialExecutor;

/**
 * Tells the server's observer, if there is one, in order and on the executor. Thread-safe; each method returns at once.
 */
final class Observation {
    private static final System.Logger LOG = System.getLogger("sse.api");

    /** An attribute, because a stream that nobody observes needs no room for it. */
    private static final AttributeKey<Opened> OPENED = AttributeKey.of("sse.opened", Opened.class);

    // Immutable after construction.
    private final Optional<ServerObserver> observer;
    private final Executor executor;
    private final Ticker ticker;

    /**
     * Makes the way to an observer.
     *
     * @param executor runs it; a server that closes waits for it
     */
    Observation(Optional<ServerObserver> observer, Executor executor, Ticker ticker) {
        this.observer = observer;
        this.executor = new SerialExecutor(executor);
        this.ticker = ticker;
    }

    void opened(ServerEventStream stream) {
        if (observer.isPresent()) {
            stream.setAttribute(OPENED, new Opened(ticker.nanoTime()));
            tell(told -> told.onOpen(stream.request()));
        }
    }

    void closed(ServerEventStream stream) {
        if (observer.isPresent()) {
            long openedNanos = stream.attribute(OPENED).orElseThrow().nanos();
            StreamSummary summary = new StreamSummary(
                    stream.request(),
                    stream.closeReason().orElseThrow(),
                    Duration.ofNanos(ticker.nanoTime() - openedNanos),
                    stream.droppedEvents());
            tell(told -> told.onClose(summary));
        }
    }

    void shed(StreamRequest request) {
        tell(told -> told.onShed(request));
    }

    private void tell(Consumer<ServerObserver> what) {
        observer.ifPresent(told -> {
            try {
                executor.execute(() -> SafeRunner.run("a server's observer threw", () -> what.accept(told)));
            } catch (Exception | Error notTaken) {
                LOG.log(System.Logger.Level.ERROR, "a server's observer could not be told", notTaken);
            }
        });
    }

    /** When a stream was opened; a type of our own keeps the key from being anybody else's. */
    private record Opened(long nanos) {}
}
