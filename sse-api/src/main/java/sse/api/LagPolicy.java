package sse.api;

/** What a topic does with a connected stream that is so slow that its next event is no longer retained. */
public enum LagPolicy {
    /**
     * Closes the stream with {@link CloseReason#OVERFLOW}. The client then reconnects and receives the topic's gap
     * event. The default.
     */
    DISCONNECT,

    /**
     * Continues with the oldest event that is retained. The client receives no notification; the listener of
     * {@link Topic.Builder#onLoss} does.
     */
    SKIP_TO_OLDEST,

    /**
     * Continues with the newest event. The client receives no notification; the listener of
     * {@link Topic.Builder#onLoss} does.
     */
    SKIP_TO_NEWEST
}
