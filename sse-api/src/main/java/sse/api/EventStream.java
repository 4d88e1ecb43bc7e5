package sse.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One open response to one client, to which events can be sent.
 *
 * <p>Events that one thread sends arrive in that order. No method blocks, except {@link #send(Event, Duration) send
 * with a timeout}: events are queued in the stream's send queue, which is bounded by
 * {@link StreamOptions#sendQueueBytes()}, and the stream's {@link OverflowPolicy} applies when the queue is full.
 *
 * <p>The stream ends when {@link #close()} is called, when the client disconnects, when a limit is exceeded, or when
 * the server closes, with one {@link CloseReason} in each case. Callbacks run on the server's executor.
 *
 * <p>Thread-safe. A null argument causes a {@link NullPointerException}.
 */
public interface EventStream {
    /**
     * Returns the request that opened the stream.
     *
     * @return the request
     */
    StreamRequest request();

    /**
     * Returns the id of the last event that the client received before it reconnected.
     *
     * @return the last event ID, which is untrusted input; absent on a first connection
     */
    default Optional<String> lastEventId() {
        return request().lastEventId();
    }

    /**
     * Sends an event. Never blocks.
     *
     * @param event the event
     * @return {@link SendResult#ACCEPTED} if the event is queued: accepted, not delivered
     */
    SendResult send(Event event);

    /**
     * Sends an event of the default type. Never blocks.
     *
     * @param data the data, see {@link Event#of(String)}
     * @return {@link SendResult#ACCEPTED} if the event is queued: accepted, not delivered
     */
    default SendResult send(String data) {
        return send(Event.of(data));
    }

    /**
     * Sends an event, and blocks while the send queue is full. The stream's overflow policy does not apply. A blocked
     * call continues when the queue has drained to its low-water mark, half of {@link StreamOptions#sendQueueBytes()},
     * or, if the event fits then, when the timeout elapses.
     *
     * @param event the event
     * @param timeout the maximum time to wait, in real time, independent of the server's ticker; zero or less does not
     *     wait
     * @return {@link SendResult#ACCEPTED}, {@link SendResult#DROPPED} if the event did not fit when the timeout elapsed
     *     (it is not counted as dropped, and may be sent again), or {@link SendResult#CLOSED} as soon as the stream is
     *     closed
     * @throws InterruptedException if the thread is interrupted while it waits; the event is not sent
     */
    SendResult send(Event event, Duration timeout) throws InterruptedException;

    /**
     * Sends all events of a publisher, with back-pressure: an event is requested only when the send queue has room. The
     * subscription is cancelled when the stream closes. When the publisher completes, the stream closes with
     * {@link CloseReason#COMPLETED} after its last event was written; when the publisher fails, with
     * {@link CloseReason#FAILED}.
     *
     * @param publisher the publisher; its signals may arrive on any thread
     */
    void sendAll(Flow.Publisher<? extends Event> publisher);

    /**
     * Sends an event at a fixed rate until the stream closes. The first is sent after one period. Missed ticks are
     * skipped, and a tick is skipped while the supplier still runs for an earlier one.
     *
     * <p>The supplier runs on the server's executor and may block. If it throws, the stream closes with
     * {@link CloseReason#FAILED}. If it calls {@link #close()}, the stream closes as soon as the supplier has returned,
     * and the event that it returns is the last one.
     *
     * @param period the time between two events; positive, at most 36,500 days
     * @param supplier supplies each event
     * @throws IllegalArgumentException if the period is out of range
     */
    void every(Duration period, Supplier<Event> supplier);

    /**
     * Registers an action that runs exactly once, when the stream has ended. It runs on the server's executor or, if
     * the server was given none, on separate threads, so it never waits for a handler to return. If the stream has
     * ended already, the action is submitted at once.
     *
     * <p>Actions registered before the end run one after another, in the order of their registration; an action
     * registered later may run concurrently with them. An exception that an action throws is logged, and the other
     * actions run.
     *
     * @param action the action, called with the reason
     */
    void onClose(Consumer<CloseReason> action);

    /**
     * Registers an action that runs once, on the server's executor, as soon as {@link #isWritable()} is true, which may
     * be at once. It does not run if the stream closes first. To be notified again, register again.
     *
     * @param action the action
     */
    void onWritable(Runnable action);

    /**
     * Returns true if the stream is open and its send queue is at or below its low-water mark, half of
     * {@link StreamOptions#sendQueueBytes()}.
     *
     * @return true if a producer should continue to send
     */
    boolean isWritable();

    /**
     * Returns true while the stream accepts events.
     *
     * @return false as soon as the stream begins to close, for any reason
     */
    boolean isOpen();

    /**
     * Returns why the stream was closed.
     *
     * @return the reason; absent while {@link #isOpen()}
     */
    Optional<CloseReason> closeReason();

    /**
     * Closes the stream with {@link CloseReason#COMPLETED}. Events that were accepted before, and those that were
     * published to its topics before, are still written. Does not block. The client reconnects, unless it receives
     * {@link Admission#stop()} then. Has no effect on a closed stream.
     */
    void close();

    /**
     * Returns how much of the send queue is in use: the encoded bytes of the queued events, and 64 more for each, which
     * is what it takes in memory besides. A partly written event counts in full.
     *
     * @return the number, at most {@link StreamOptions#sendQueueBytes()} plus what one event takes that is larger; with
     *     {@link OverflowPolicy#DROP_OLDEST} possibly plus what the newest event takes
     */
    int pendingBytes();

    /**
     * Returns the number of events that the overflow policy has dropped on this stream.
     *
     * @return the number; it never decreases
     */
    long droppedEvents();

    /**
     * Returns an attribute that the application has set on this stream.
     *
     * @param <T> the type of the value
     * @param key the attribute's key
     * @return the value; absent if none was set
     */
    <T> Optional<T> attribute(AttributeKey<T> key);

    /**
     * Sets an attribute of this stream and replaces an earlier value.
     *
     * @param <T> the type of the value
     * @param key the attribute's key
     * @param value the value
     * @throws ClassCastException if the value is not of the key's type
     */
    <T> void setAttribute(AttributeKey<T> key, T value);
}
