package sse.history.file;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;

/**
 * A batch that waits to be written, and its answer.
 *
 * @param batch the publications, at least one
 * @param bytes what their records take at most
 * @param answer their ids
 */
record Commit(List<Publication> batch, long bytes, CompletableFuture<List<EntryId>> answer) {
    private static final long MAX_BYTES = 256L << 20;

    /**
     * Creates one.
     *
     * @throws IllegalArgumentException if a topic's name or the batch is too large
     */
    static Commit of(List<Publication> batch) {
        long bytes = 0;
        for (Publication publication : batch) {
            int topicBytes = publication.topic().getBytes(StandardCharsets.UTF_8).length;
            if (topicBytes > RecordFormat.MAX_TOPIC_BYTES) {
                throw new IllegalArgumentException(
                        "topic must be named by at most " + RecordFormat.MAX_TOPIC_BYTES + " bytes: " + topicBytes);
            }
            bytes += RecordFormat.TOPIC_AT
                    + topicBytes
                    + RecordFormat.MAX_ID_LINE
                    + publication.event().encodedLength();
        }
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("batch must take at most " + MAX_BYTES + " bytes: " + bytes);
        }
        return new Commit(List.copyOf(batch), bytes, new CompletableFuture<>());
    }
}
