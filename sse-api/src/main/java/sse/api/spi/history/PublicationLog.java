package sse.api.spi.history;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A log of publications that can be read: what {@link History} and {@link Backplane} have in common. Thread-safe.
 *
 * <p>Duties:
 *
 * <ol>
 *   <li>Ids grow. Within a term they have no holes, and the first number of a term is 0. A term is larger than the one
 *       before it. An id is given once, whatever is lost or restarted.
 *   <li>Entries are read in the order of their ids, each with the topic and the event of its publication, and the bytes
 *       of an entry are the same each time.
 *   <li>{@link #readAfter} answers with a {@link ReadResult.Kind#PAGE} from the entry that follows the position. The
 *       page has no hole and stays within its limits, but has at least one entry if there is one. For the position of
 *       the newest entry it is empty.
 *   <li>{@link #readAfter} answers {@link ReadResult.Kind#GONE} if an entry after the position is no longer retained,
 *       with the number of these entries if it can be known. What is dropped while a page is read makes the answer
 *       {@code GONE}, or the page whole.
 *   <li>{@link #readAfter} answers {@link ReadResult.Kind#NOT_YET} for a position of the present term beyond the newest
 *       entry, and of a later term.
 *   <li>{@link #readAfter} answers {@link ReadResult.Kind#FOREIGN} for a position of a log with another name.
 *   <li>A position of an earlier term beyond the last entry of that term is of entries that were lost when it ended. It
 *       stands for the end of its term: the answer is that of the last entry of the term.
 *   <li>Retention drops the oldest entries first. A clock that is set back neither drops what is new nor changes the
 *       order.
 *   <li>After {@link #close} every operation fails.
 * </ol>
 *
 * <p>An operation that fails completes its stage exceptionally. It may block its caller: the library calls it on no
 * lane. A stage may be completed by any thread, also before the operation returns.
 */
public interface PublicationLog extends AutoCloseable {
    /**
     * Reads the entries that follow a position.
     *
     * @param position the position; untrusted
     * @param limits how much to return
     * @return the answer
     */
    CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits);

    /**
     * Reads the newest entries.
     *
     * @param limits how much to return; if not everything fits, the oldest are left out
     * @return the entries, in the order of their ids
     */
    CompletionStage<List<LogEntry>> readNewest(ReadLimits limits);

    /**
     * Returns the position behind the newest entry.
     *
     * @return the id of the newest entry; of a log that has given no id, its {@linkplain EntryId#origin origin}
     */
    CompletionStage<EntryId> head();

    /**
     * Returns the position before the oldest retained entry: {@link #readAfter} reads from it everything that is
     * retained.
     *
     * @return the id of the last entry that was dropped, or the origin if none was
     */
    CompletionStage<EntryId> tail();

    /** Ends every operation and releases what the log holds. May block. Closing again does nothing. */
    @Override
    void close();
}
