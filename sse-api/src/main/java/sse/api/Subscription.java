package sse.api;

/**
 * A stream's subscription to a topic. Thread-safe. It ends when it is cancelled, when the stream ends, or when the
 * topic is closed.
 */
public interface Subscription {
    /**
     * Returns the stream.
     *
     * @return the stream
     */
    EventStream stream();

    /**
     * Returns true until the subscription ends.
     *
     * @return false if the stream receives no more events from the topic
     */
    boolean isActive();

    /**
     * Returns the number of the topic's events that this stream has missed because they were no longer retained when it
     * was ready for them.
     *
     * @return the number; it never decreases
     */
    long lostEvents();

    /**
     * Ends the subscription; the stream remains open. Does not block: events that are already being written may still
     * arrive. Has no effect if the subscription has ended.
     */
    void cancel();
}
