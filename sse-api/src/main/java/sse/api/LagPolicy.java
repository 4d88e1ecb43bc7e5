package sse.api;

/**
 * Says what happens to a stream so slow that the topic's history has moved past it: the next event it should get is no
 * longer retained.
 */
public enum LagPolicy {
    /**
     * Closes the stream with {@link CloseReason#OVERFLOW}. The client reconnects by itself and is told of the gap. The
     * default.
     */
    DISCONNECT,

    /** Goes on with the oldest event that is retained. The client is not told; {@link Topic.Builder#onLoss} is. */
    SKIP_TO_OLDEST,

    /** Goes on with the newest event. The client is not told; {@link Topic.Builder#onLoss} is. */
    SKIP_TO_NEWEST
}
