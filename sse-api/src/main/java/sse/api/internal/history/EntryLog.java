package sse.api.internal.history;

import java.util.List;
import java.util.OptionalLong;
import sse.api.Event;

/**
 * The entries of one topic that are retained in memory, in order. A position is a number that only grows; a subscriber
 * is such a number, so a slow client costs no memory. Thread-safe.
 *
 * <p>Duties:
 *
 * <ol>
 *   <li>{@link #append} gives each event its id and the next positions, in the order given and without a gap, and
 *       returns only when {@link #read} finds them.
 *   <li>{@link #read} takes no lock that an append holds for longer than some microseconds and does no I/O: lanes call
 *       it.
 *   <li>Entries are removed from the {@link #tail} only. An entry that was read stays valid.
 *   <li>{@link #positionAfter} does not scan.
 * </ol>
 */
public interface EntryLog {
    /**
     * Appends events.
     *
     * @param events the events; one that has an id keeps it
     * @return their entries, in the same order
     */
    List<LogEntry> append(List<Event> events);

    /**
     * Returns the position that the next event will have.
     *
     * @return the position after the newest entry
     */
    long head();

    /**
     * Returns the position of the oldest retained entry.
     *
     * @return the position; equal to {@link #head()} if nothing is retained
     */
    long tail();

    /**
     * Reads entries that follow one another.
     *
     * @param from the position of the first
     * @param into receives them
     * @return how many were read: zero if the first is not retained or not there yet
     */
    int read(long from, LogEntry[] into);

    /**
     * Returns the position from which a client resumes.
     *
     * @param id the id of the last event that the client has seen; untrusted
     * @return the position after that event; empty if the id is not of this log, or if an event after it is no longer
     *     retained
     */
    OptionalLong positionAfter(String id);

    /**
     * Returns true if no other log shares this log's sequence, so that no client can resume this log and another one.
     *
     * @return true if the log has a sequence of its own
     */
    default boolean hasOwnSequence() {
        return false;
    }

    /**
     * Looks an id up. To a log that cannot tell evicted ids from others, both are foreign.
     *
     * @param id the id of the last event that the client has seen; untrusted
     * @return what is known of it
     */
    default IdLookup find(String id) {
        OptionalLong position = positionAfter(id);
        return position.isPresent() ? IdLookup.retained(position.getAsLong()) : IdLookup.FOREIGN;
    }

    /**
     * Returns the largest sequence number up to which every entry of every log that shares this log's sequence can be
     * read.
     *
     * @return the sequence number
     */
    long readableSequence();
}
