package sse.api.internal.topic;

/** What a subscription waits for before its position is known. Confined to the stream's lane. */
interface PendingStart {
    /** Called after events have been published to the topic. */
    void onArrival();

    /** Called periodically. */
    void onSweep(long nowNanos);

    /** Returns true if it waits for events, which are not published any more when the topic is closed. */
    boolean awaitsEvents();

    /** Called when the subscription ends before it has started. */
    void onEnded();

    /** Returns true if a stream that is to close does not wait for the start. */
    boolean isSkippedByDrain();
}
