package sse.api.internal.subscription;

/**
 * The ids that a client is not sent, although it is sent their events: one that resumed from them would not receive the
 * snapshot of another topic of the stream, or would receive events again that a snapshot contained. Confined to the
 * lane.
 */
final class HiddenIds {
    private int awaited;
    private long until;

    /** Hides all ids until a snapshot is here. */
    void begin() {
        awaited++;
    }

    /** Notes that a snapshot is here: ids up to a number are hidden. */
    void endAt(long number) {
        awaited--;
        until = Math.max(until, number);
    }

    boolean contains(long number) {
        return awaited > 0 || number <= until;
    }
}
