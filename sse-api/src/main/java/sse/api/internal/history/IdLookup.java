package sse.api.internal.history;

/**
 * What a log in memory knows of an id, and so of what follows it.
 *
 * @param status what it knows
 * @param position the position after the id, if that is retained
 * @param lost how many of the log's events after the id were evicted, if any were and the number is known; otherwise -1
 */
public record IdLookup(IdStatus status, long position, long lost) {
    static final IdLookup FOREIGN = new IdLookup(IdStatus.FOREIGN, -1, -1);
    static final IdLookup NOT_YET = new IdLookup(IdStatus.NOT_YET, -1, -1);

    static IdLookup retained(long position) {
        return new IdLookup(IdStatus.RETAINED, position, -1);
    }

    static IdLookup evicted(long lost) {
        return new IdLookup(IdStatus.EVICTED, -1, lost);
    }
}
