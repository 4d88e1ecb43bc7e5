package sse.api;

/**
 * Says what happens to an event for which a stream's outbox has no room.
 *
 * <p>A frame whose first byte has left is always finished, whatever the policy: dropping acts on whole events that have
 * not begun.
 */
public enum OverflowPolicy {
    /**
     * Closes the stream with {@link CloseReason#OVERFLOW}. The client reconnects by itself and, where the events have
     * ids and a history, resumes without loss. The default.
     */
    DISCONNECT,

    /**
     * Drops the oldest waiting events until the new one fits; each is counted in {@link EventStream#droppedEvents()}.
     * The newest is always kept: where all before it is on its way, it waits beyond the limit.
     */
    DROP_OLDEST,

    /** Drops the new event, which is counted in {@link EventStream#droppedEvents()}. */
    DROP_NEWEST
}
