package sse.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One open response to one client, to which events can be sent. Thread-safe: every method may be called from any
 * thread.
 *
 * <p>Events that one thread sends arrive in that order. Nothing that is sent blocks unless its name or documentation
 * says so: events wait in the stream's outbox, which is bounded by {@link StreamOptions#sendQueueBytes()}, and the
 * stream's {@link OverflowPolicy} says what happens when it is full.
 *
 * <p>The stream ends when {@link #close()} is called, when the client leaves, when a limit acts, or when the server
 * closes; each time with one {@link CloseReason}. User code given to a stream runs on the server's executor.
 */
public interface EventStream {
    /**
     * Returns the request that opened the stream.
     *
     * @return the request
     */
    StreamRequest request();

    /**
     * Returns the id of the last event the client saw before it reconnected.
     *
     * @return the last event id, or empty on a first connection; untrusted: the client chooses it
     */
    default Optional<String> lastEventId() {
        return request().lastEventId();
    }

    /**
     * Sends an event. Never blocks.
     *
     * @param event the event
     * @return {@link SendResult#ACCEPTED} if it is in the outbox: accepted, not delivered
     */
    SendResult send(Event event);

    /**
     * Sends an event that has only data. Never blocks.
     *
     * @param data the data, as for {@link Event#of(String)}
     * @return {@link SendResult#ACCEPTED} if it is in the outbox: accepted, not delivered
     */
    default SendResult send(String data) {
        return send(Event.of(data));
    }

    /**
     * Sends an event from a producer on its own thread: waits until the outbox has room. The stream's overflow policy
     * does not act. Who waits gets room when the outbox has come down to its low-water mark, half of
     * {@link StreamOptions#sendQueueBytes()}, or what room there is when the timeout is over.
     *
     * @param event the event
     * @param timeout how long to wait at most, in real time, whatever the server's ticker says; zero or less does not
     *     wait
     * @return {@link SendResult#ACCEPTED}, {@link SendResult#DROPPED} if there was no room in the end (the caller knows
     *     and may try again; it is not counted as dropped), or {@link SendResult#CLOSED} as soon as the stream is
     *     closed
     * @throws InterruptedException if the thread is interrupted while it waits; the event is not sent
     */
    SendResult send(Event event, Duration timeout) throws InterruptedException;

    /**
     * Feeds this stream from a publisher, with back-pressure: an event is requested only when the outbox has room for
     * it. The subscription is cancelled when the stream closes. When the publisher completes, the stream closes with
     * {@link CloseReason#COMPLETED} after the last event has left; when it fails, with {@link CloseReason#FAILED}.
     *
     * @param publisher the source; its signals may come on any thread
     */
    void sendAll(Flow.Publisher<? extends Event> publisher);

    /**
     * Sends an event at a fixed rate until the stream closes; there is nothing to cancel. The first is sent after one
     * period. Missed ticks are skipped, and a tick is skipped while the supplier of the one before still runs.
     *
     * <p>The supplier runs on the server's executor and may block. If it throws, the stream closes with
     * {@link CloseReason#FAILED}.
     *
     * @param period the time between two events; positive, at most 36,500 days
     * @param supplier makes each event
     * @throws IllegalArgumentException if the period is out of range
     */
    void every(Duration period, Supplier<Event> supplier);

    /**
     * Registers an action that runs exactly once, when the stream has ended, on the server's executor, or on threads
     * for this alone if it was given none: it never waits for a handler to return. Registered after the end, it is
     * handed over then and there. Several that were registered before the end run one after the other, in the order of
     * their registration; one that is registered later may run beside them. One that throws is logged and does not keep
     * the others from running.
     *
     * @param action receives the reason
     */
    void onClose(Consumer<CloseReason> action);

    /**
     * Registers an action that runs once, as soon as {@link #isWritable()} is true, on the server's executor; at once
     * if it is true now. To be told again, register again. It never runs if the stream closes first.
     *
     * @param action what runs
     */
    void onWritable(Runnable action);

    /**
     * Says whether the outbox is at or below its low-water mark, half of {@link StreamOptions#sendQueueBytes()}, and
     * the stream is open.
     *
     * @return whether a producer should go on
     */
    boolean isWritable();

    /**
     * Says whether the stream takes events.
     *
     * @return false as soon as anything has begun to end it
     */
    boolean isOpen();

    /**
     * Returns why the stream ended.
     *
     * @return the reason, or empty while {@link #isOpen()}
     */
    Optional<CloseReason> closeReason();

    /**
     * Ends the stream with {@link CloseReason#COMPLETED} after the events that were accepted have left, and those that
     * were published to its topics before. Does not block. The client reconnects by itself unless it is told otherwise
     * (see {@link Admission#stop()}). Does nothing on a stream that has ended.
     */
    void close();

    /**
     * Returns the bytes that wait in the outbox, a partly written event whole.
     *
     * @return the number of bytes, at most {@link StreamOptions#sendQueueBytes()} or the size of one larger event; with
     *     {@link OverflowPolicy#DROP_OLDEST} the newest event may come on top
     */
    int pendingBytes();

    /**
     * Returns how many events the overflow policy has dropped on this stream.
     *
     * @return the count, which only grows
     */
    long droppedEvents();

    /**
     * Returns an attribute that the application hung on this stream.
     *
     * @param <T> the type of the value
     * @param key the attribute's key
     * @return the value, or empty if none was set
     */
    <T> Optional<T> attribute(AttributeKey<T> key);

    /**
     * Hangs an attribute on this stream, in place of an earlier one with the same key.
     *
     * @param <T> the type of the value
     * @param key the attribute's key
     * @param value the value
     * @throws ClassCastException if the value is not of the key's type
     */
    <T> void setAttribute(AttributeKey<T> key, T value);
}
