package sse.api.internal.history;

/**
 * The id of a log entry and its number. The entry may have been evicted.
 *
 * @param id the id of the entry's event
 * @param sequence the entry's sequence number
 */
public record NumberedId(String id, long sequence) {
    /** Returns true if a sequence has generated the id, so that every topic that shares it can resolve the id. */
    public boolean isGeneratedBy(Sequence by) {
        return by.numberOf(id) == sequence;
    }
}
