package sse.api;

/** What a topic does with a connected stream that is so slow that its next event is no longer retained. */
public enum LagPolicy {
    /**
     * Sends the topic's gap event and continues where the {@link GapPolicy} says. The stream stays open: a burst of
     * events that is larger than the history must not disconnect all clients at once. A client that accepts no bytes is
     * disconnected when its {@linkplain StreamOptions.Builder#writeTimeout write timeout} is over. The listener of
     * {@link Topic.Builder#onLoss} is notified. The default.
     */
    GAP,

    /**
     * Closes the stream with {@link CloseReason#OVERFLOW}. The client then reconnects and receives the topic's gap
     * event.
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
