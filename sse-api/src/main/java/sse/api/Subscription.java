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
     * Says whether the subscription has not ended.
     *
     * @return false once the stream gets no more events from the topic
     */
    boolean isActive();

    /**
     * Returns how many of the topic's events this stream has not got and will not get, because the history had moved
     * past it.
     *
     * @return the count, which only grows
     */
    long lostEvents();

    /** Ends the subscription soon; the stream stays open. Does nothing if it has ended. */
    void cancel();
}
