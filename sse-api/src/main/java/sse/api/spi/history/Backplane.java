package sse.api.spi.history;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Shares topics among processes by a log that a broker keeps. Thread-safe.
 *
 * <p>A hub publishes to it, one batch at a time, and {@linkplain #follow follows} it: what any process publishes comes
 * back to each of them in the order of the broker. A hub delivers nothing else, so while the broker is away nothing is
 * delivered.
 *
 * <p>Duties, besides those of a {@link PublicationLog}:
 *
 * <ol>
 *   <li>{@link #publish} is idempotent: a batch with a publisher and a counter that the broker has seen is not stored
 *       again, and has the ids that it was given. So it may be sent again when an answer was lost, and is, until a time
 *       limit.
 *   <li>Publishers are distinguished by their names: equal counters of two publishers are two batches.
 *   <li>A publication that is not stored fails with a {@link sse.api.PublishException} that says {@code NOT_STORED}; if
 *       it may have been stored, with {@code UNKNOWN}. Either comes in bounded time, also while the broker is away.
 *   <li>{@link #follow} calls its listener with every entry after the position, once, in the order of the ids, of every
 *       publisher, however often the connection to the broker is cut.
 *   <li>Entries that were dropped before they could be read are reported as a {@linkplain Listener#onGap gap} between
 *       the entries before and after them, with their number if it can be known. Entries that were lost with the end of
 *       a term, and that the listener had, are no gap.
 *   <li>If the log has been emptied or replaced, the listener is called with {@link Listener#onReset}, and then with
 *       the entries of the new log, from its first.
 *   <li>A connection on which nothing comes any more is noticed within the time that the implementation names, and
 *       reported with {@link Listener#onDown}; {@link Listener#onUp} follows when entries can be read again.
 *   <li>The listener is called by one thread at a time. After {@link Following#close} has returned it is not called.
 *   <li>However many topics and streams a process has, following takes one connection.
 * </ol>
 */
public interface Backplane extends PublicationLog {
    /**
     * Stores publications.
     *
     * @param batch the publications
     * @param publisher the name of the process; random
     * @param counter the number of the batch among those of the publisher; grows
     * @return their ids, in the same order, once the broker has acknowledged them
     * @throws IllegalArgumentException if there are more than {@link #maxBatch}
     */
    CompletionStage<List<EntryId>> publish(List<Publication> batch, String publisher, long counter);

    /**
     * Returns how many publications a batch has at most.
     *
     * @return the number, at least 1
     */
    int maxBatch();

    /**
     * Begins to pass on what is published. Returns at once, also while the broker is away.
     *
     * @param position the position after which to begin
     * @param listener receives the entries
     * @return ends it
     */
    Following follow(EntryId position, Listener listener);

    /** An end for what {@link #follow} began. */
    interface Following extends AutoCloseable {
        /** Ends it. Waits until a call of the listener that is under way has returned. Closing again does nothing. */
        @Override
        void close();
    }

    /** Receives what is published. Does not block, and does not throw. */
    interface Listener {
        /**
         * Receives entries.
         *
         * @param entries the entries, in the order of their ids; at least one
         */
        void onEntries(List<LogEntry> entries);

        /**
         * Receives word of entries that were dropped before they could be read.
         *
         * @param gap what is missing
         */
        void onGap(Gap gap);

        /**
         * Receives word that the log is another one.
         *
         * @param origin the position before its first retained entry
         */
        void onReset(EntryId origin);

        /** Receives word that the broker can be read: once in the beginning, and after each {@link #onDown}. */
        void onUp();

        /**
         * Receives word that the broker cannot be read.
         *
         * @param cause why
         */
        void onDown(Throwable cause);
    }
}
