package sse.testkit.internal.contract.history;

import java.io.IOException;
import java.util.List;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.Publication;
import sse.testkit.HistoryFixture;
import sse.testkit.internal.contract.log.LogTest;
import sse.testkit.internal.contract.log.OpenLog;

/** The log of a history. */
public record HistoryLog(HistoryFixture fixture, History log) implements OpenLog {
    /** Opens the history of a fixture. */
    public static HistoryLog open(HistoryFixture fixture) throws Exception {
        return new HistoryLog(fixture, fixture.open());
    }

    @Override
    public int maxBatch() {
        return log.maxBatch();
    }

    @Override
    public List<EntryId> append(List<Publication> batch) throws Exception {
        return LogTest.await(log.append(batch));
    }

    @Override
    public void trim(int retained) throws Exception {
        fixture.trim(log, retained);
    }

    @Override
    public void close() throws IOException {
        log.close();
        fixture.close();
    }
}
