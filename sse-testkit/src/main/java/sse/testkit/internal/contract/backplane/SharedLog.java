package sse.testkit.internal.contract.backplane;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;
import sse.testkit.BackplaneFixture;
import sse.testkit.internal.contract.log.LogTest;
import sse.testkit.internal.contract.log.OpenLog;

/**
 * The log of a broker, which one process writes to and another one reads.
 *
 * @param writer the process that writes
 * @param log the process that reads
 * @param counter the number of the last batch
 */
public record SharedLog(BackplaneFixture fixture, Backplane writer, Backplane log, AtomicLong counter)
        implements OpenLog {
    /** Connects two processes to the broker of a fixture. */
    public static SharedLog open(BackplaneFixture fixture) throws Exception {
        return new SharedLog(fixture, fixture.connect(), fixture.connect(), new AtomicLong());
    }

    @Override
    public int maxBatch() {
        return writer.maxBatch();
    }

    @Override
    public List<EntryId> append(List<Publication> batch) throws Exception {
        return LogTest.await(writer.publish(batch, "writer", counter.incrementAndGet()));
    }

    @Override
    public void trim(int retained) throws Exception {
        fixture.trim(retained);
    }

    @Override
    public void close() throws IOException {
        log.close();
        writer.close();
        fixture.close();
    }
}
