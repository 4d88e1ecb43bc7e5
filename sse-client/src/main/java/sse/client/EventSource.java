package sse.client;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import sse.api.MessageEvent;
import sse.client.internal.connection.SourceLoop;
import sse.client.internal.read.EventQueue;
import sse.client.internal.read.ListenerSink;
import sse.client.internal.read.SubscriberSink;

/**
 * A client of an event stream that reconnects by itself, for as long as the program wants.
 *
 * <p>Nothing is sent until the program begins to read, in one of three ways:
 *
 * <ul>
 *   <li>{@link #iterator()} and {@link #read(Duration)} block the calling thread;
 *   <li>{@link #subscribe} passes to a {@link Flow.Subscriber} as many events as it requests;
 *   <li>{@link #start()} calls the {@linkplain Builder#onEvent(String, java.util.function.Consumer) listeners} of the
 *       builder.
 * </ul>
 *
 * <p>In each of them a slow reader holds up the server, through the socket; nothing is queued without a limit. An event
 * is delivered once: when the source connects again it sends the ID of the last event that it has delivered or is about
 * to deliver.
 *
 * <p><b>Reconnecting.</b> After an orderly end, a broken or silent connection, a failure to connect and a status of 5xx
 * or 429, the source connects again, after a random part of the reconnection time, which is doubled with each further
 * failure; {@code Retry-After} is waited for on 429 and 503. The server's {@code retry} sets the reconnection time.
 * After 401 and 403 it asks once more if a header is computed. It ends after 204, any other status, a response that is
 * not an event stream, and an event beyond the limits. A {@link ReconnectPolicy} decides otherwise. A request whose
 * method is not safe is not repeated, unless the program {@linkplain Builder#repeatable allows} it. Redirects are
 * followed, five in a row, permanent ones are remembered, and credentials are sent to the origin of the source's URI
 * only.
 *
 * <p>All user code (listeners, subscriber, observer, policy, functions of the builder) runs on the
 * {@linkplain Builder#executor executor}, one call at a time for a source. A source has no thread of its own.
 *
 * <p>Thread-safe, except that an iterator is for one thread. To be closed. No method takes or returns null; a null
 * argument causes a {@link NullPointerException} that names the parameter.
 */
public final class EventSource implements Iterable<MessageEvent>, Flow.Publisher<MessageEvent>, AutoCloseable {
    private static final long FOREVER = Long.MAX_VALUE;

    // Immutable after construction.
    private final SourceLoop loop;
    private final @Nullable ListenerSink listeners;

    // Guarded by this. A source that is read in another way has none.
    private @Nullable EventQueue queue;

    private EventSource(Builder from) {
        this.loop = new SourceLoop(from.config());
        this.listeners = from.listeners();
    }

    /**
     * Creates a builder.
     *
     * @param uri an absolute URI of scheme {@code http} or {@code https}
     * @return a new builder with default settings
     * @throws IllegalArgumentException if the URI is not of that form
     */
    public static Builder builder(URI uri) {
        return new Builder(Objects.requireNonNull(uri, "uri"));
    }

    /**
     * Returns an iterator over the events. Its {@code hasNext} blocks until there is an event, and returns false at an
     * orderly end: 204, or {@link #close()}.
     *
     * <p>{@code hasNext} and {@code next} throw {@link EventSourceException} at any other end, and
     * {@link UncheckedIOException} if the thread is interrupted, whose interrupt status is set then.
     *
     * @return an iterator; iterators of the same source share its events
     * @throws IllegalStateException if the source is read in another way
     */
    @Override
    public Iterator<MessageEvent> iterator() {
        return new Events(beginReading());
    }

    /**
     * Reads an event.
     *
     * @param timeout the longest wait, in real time; zero reads only what has arrived
     * @return the event; empty if none arrived in time, or at an orderly end, when {@link #state()} is
     *     {@link SourceState#CLOSED}
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws EventSourceException if the source has ended otherwise than in order
     * @throws IllegalArgumentException if the timeout is negative
     * @throws IllegalStateException if the source is read in another way
     */
    public Optional<MessageEvent> read(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative: " + timeout);
        }
        return beginReading().read(timeout.compareTo(Duration.ofNanos(FOREVER)) > 0 ? FOREVER : timeout.toNanos());
    }

    /**
     * Subscribes the only subscriber. It is passed as many events as it has requested, then no more is read from the
     * socket. {@code onComplete} is called at an orderly end, {@code onError} with an {@link EventSourceException} at
     * any other. Cancelling the subscription closes the source.
     *
     * @param subscriber the subscriber, called on the executor. If the source is read in another way, it is passed an
     *     {@link IllegalStateException}
     */
    @Override
    public void subscribe(Flow.Subscriber<? super MessageEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        SubscriberSink sink = new SubscriberSink(subscriber, loop::execute, loop::onDemand, loop::close);
        if (listeners != null || !loop.setSink(sink)) {
            SubscriberSink.reject(subscriber, alreadyRead());
            return;
        }
        loop.execute(sink::subscribe);
        loop.start();
    }

    /**
     * Starts to pass events to the listeners of the builder. Has no effect if the source has been started.
     *
     * @return this source
     * @throws IllegalStateException if it has no listeners
     */
    public EventSource start() {
        if (listeners == null) {
            throw new IllegalStateException("source must have a listener: add one with onEvent");
        }
        loop.setSink(listeners);
        loop.start();
        return this;
    }

    /**
     * Closes the connection, or ends the delay before the next attempt, and connects again at once: for programs that
     * know that the network or their credentials have changed. Events that have arrived are delivered before. The
     * {@linkplain ReconnectPolicy policy} is not asked; the observer is notified, with
     * {@link DisconnectReason#RECONNECT}, if there was a connection or an attempt. Any thread; does not block. Has no
     * effect on a source that has not been started or has ended.
     *
     * @throws IllegalStateException if the method is not safe and the request is not {@linkplain Builder#repeatable
     *     repeatable}
     */
    public void reconnect() {
        loop.reconnect();
    }

    /**
     * Returns the present state. Any thread; does not block.
     *
     * @return the state
     */
    public SourceState state() {
        return loop.state();
    }

    /**
     * Returns the last event ID that has been received, which is sent when the source connects again. A program that
     * stores a position for its next start stores {@link MessageEvent#lastEventId()} of an event that it has processed
     * instead.
     *
     * @return the id; empty if there is none
     */
    public String lastEventId() {
        return loop.lastEventId();
    }

    /**
     * Returns what the source has done. Any thread; does not block.
     *
     * @return a snapshot
     */
    public SourceStatistics statistics() {
        return loop.statistics();
    }

    /**
     * Returns a future that completes when the source has ended and no user code of it runs any more. It never fails,
     * and completing it has no effect on the source.
     *
     * @return a new future
     */
    public CompletableFuture<SourceEnd> end() {
        return loop.ended();
    }

    /**
     * Closes the source: its connection is cancelled, whatever its state, and a thread that is blocked in a read is
     * released at once. Events that have not been read are dropped; a listener that runs is not interrupted. Any
     * thread; does not block. Has no effect on a source that has ended.
     */
    @Override
    public void close() {
        loop.close();
    }

    /** Returns the state and the statistics. */
    @Override
    public String toString() {
        return "EventSource[" + state() + ", " + statistics() + "]";
    }

    private EventQueue beginReading() {
        EventQueue events;
        synchronized (this) {
            events = queue;
            if (events == null) {
                events = new EventQueue(loop::onDemand);
                if (listeners != null || !loop.setSink(events)) {
                    throw alreadyRead();
                }
                queue = events;
            }
        }
        loop.start();
        return events;
    }

    private static IllegalStateException alreadyRead() {
        return new IllegalStateException("source must be read in one way: by a reader, a subscriber, or listeners");
    }

    private static final class Events implements Iterator<MessageEvent> {
        private final EventQueue queue;
        private @Nullable MessageEvent next;

        Events(EventQueue queue) {
            this.queue = queue;
        }

        @Override
        public boolean hasNext() {
            try {
                while (next == null) {
                    next = queue.read(FOREVER).orElse(null);
                    if (next == null && queue.isExhausted()) {
                        return false;
                    }
                }
                return true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                InterruptedIOException failure = new InterruptedIOException("interrupted while waiting for an event");
                failure.initCause(interrupted);
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public MessageEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException("source has ended");
            }
            MessageEvent event = Objects.requireNonNull(next);
            next = null;
            return event;
        }
    }

    /** Builds an {@link EventSource}. For use by one thread. Each setting has a default. */
    public static final class Builder extends SourceSettings<Builder> {
        private Builder(URI uri) {
            super(uri);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Builds the source. Nothing is sent until it is read.
         *
         * @return a new source
         */
        public EventSource build() {
            return new EventSource(this);
        }
    }
}
