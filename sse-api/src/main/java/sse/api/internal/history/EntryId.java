package sse.api.internal.history;

/**
 * The id of a log entry, which may have been evicted.
 *
 * @param id the id of the entry's event
 * @param sequence the entry's sequence number
 */
public record EntryId(String id, long sequence) {
    /** Returns true if the id was generated from the sequence, so that every topic of the process can resolve it. */
    public boolean isGenerated() {
        return Sequence.ofProcess().numberOf(id) == sequence;
    }
}
