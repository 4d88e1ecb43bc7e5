package sse.api;

/**
 * What a stream does with an event that exceeds its send queue, see {@link StreamOptions#sendQueueBytes()}.
 *
 * <p>A policy drops whole events only. An event of which a part has been written is always completed.
 */
public enum OverflowPolicy {
    /**
     * Closes the stream with {@link CloseReason#OVERFLOW}. The client then reconnects and, if the events have ids and a
     * history, resumes without loss. The default.
     */
    DISCONNECT,

    /**
     * Drops the oldest queued events until the new one fits; each is counted in {@link EventStream#droppedEvents()}.
     * The newest event is always queued: if nothing before it can be dropped, it exceeds the limit.
     */
    DROP_OLDEST,

    /** Drops the new event, which is counted in {@link EventStream#droppedEvents()}. */
    DROP_NEWEST
}
