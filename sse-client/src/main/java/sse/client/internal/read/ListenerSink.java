package sse.client.internal.read;

import java.util.Map;
import java.util.function.Consumer;
import sse.api.MessageEvent;
import sse.client.SourceEnd;

/** Passes each event to the listener of its type. What a listener throws is logged. */
public final class ListenerSink implements EventSink {
    private static final System.Logger LOG = System.getLogger("sse.client");

    // Immutable after construction.
    private final Map<String, Consumer<MessageEvent>> listeners;
    private final Consumer<MessageEvent> otherwise;

    // Written by any thread.
    private volatile boolean ended;

    /**
     * Creates a sink.
     *
     * @param listeners by type
     * @param otherwise receives the events of other types
     */
    public ListenerSink(Map<String, Consumer<MessageEvent>> listeners, Consumer<MessageEvent> otherwise) {
        this.listeners = Map.copyOf(listeners);
        this.otherwise = otherwise;
    }

    @Override
    public boolean hasDemand() {
        return !ended;
    }

    @Override
    public void accept(MessageEvent event) {
        try {
            listeners.getOrDefault(event.type(), otherwise).accept(event);
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "listener of event type " + event.type() + " threw", failure);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void end(SourceEnd end) {
        ended = true;
    }
}
