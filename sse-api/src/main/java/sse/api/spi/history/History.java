package sse.api.spi.history;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the publications of one process so that they survive it. Thread-safe.
 *
 * <p>A hub appends to it, from one thread at a time and one batch at a time, and reads from it when it starts and when
 * a client resumes behind what the hub holds in memory.
 *
 * <p>Duties, besides those of a {@link PublicationLog}:
 *
 * <ol>
 *   <li>{@link #append} gives the publications of a batch ids that follow one another, in the order of the batch. Of
 *       two calls, the one that began after the other has returned gets the larger ids.
 *   <li>When its stage has completed, the entries can be read and survive what the history promises to survive: at
 *       least the end of its process.
 *   <li>A batch is stored whole or not at all. If it is not, the stage fails with a {@link sse.api.PublishException}
 *       that says {@code NOT_STORED}; any other failure leaves open whether it was stored. Reading goes on.
 *   <li>A batch of {@link #maxBatch} publications is accepted, and an empty one does nothing. A larger one is refused
 *       with {@link IllegalArgumentException} before anything is stored.
 *   <li>A history that is opened again has the same name, entries, ids and bytes. If it was not closed, what was
 *       acknowledged is there, and new entries are of a later term.
 *   <li>While it is open, opening it a second time is refused.
 * </ol>
 */
public interface History extends PublicationLog {
    /**
     * Appends publications.
     *
     * @param batch the publications
     * @return their ids, in the same order, once they are stored
     * @throws IllegalArgumentException if there are more than {@link #maxBatch}
     */
    CompletionStage<List<EntryId>> append(List<Publication> batch);

    /**
     * Returns how many publications a batch has at most.
     *
     * @return the number, at least 1
     */
    int maxBatch();
}
