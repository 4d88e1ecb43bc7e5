package sse.testkit.internal.contract.log;

import java.io.IOException;
import java.util.List;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;
import sse.api.spi.history.PublicationLog;

/** An open log: of a history, or of a broker. An operation that its fixture does not support throws as it does. */
public interface OpenLog extends AutoCloseable {
    /** Returns what the test reads. */
    PublicationLog log();

    /** Returns how many publications can be appended at once. */
    int maxBatch();

    /** Appends publications and waits for their ids. */
    List<EntryId> append(List<Publication> batch) throws Exception;

    /** Drops the oldest entries. */
    void trim(int retained) throws Exception;

    /** Closes the log, and its fixture. */
    @Override
    void close() throws IOException;
}
