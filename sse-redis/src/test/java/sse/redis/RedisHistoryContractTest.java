package sse.redis;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;
import sse.testkit.HistoryContract;
import sse.testkit.HistoryFixture;

/**
 * The log of a backplane keeps what is published to it as a history does. {@code kill -9} is that of the redis-server.
 * A backplane has any number of processes, where a history has one: what is asked of the second one is aborted.
 */
class RedisHistoryContractTest extends HistoryContract {
    @Override
    protected HistoryFixture fixture() {
        return new RedisHistoryFixture();
    }

    private static final class RedisHistoryFixture implements HistoryFixture {
        private final RedisFixture redis = new RedisFixture();
        private boolean open;

        @Override
        public History open() throws IOException {
            if (open) {
                throw new UnsupportedOperationException("one opener");
            }
            RedisBackplane backplane = redis.connect();
            open = true;
            return new SharedHistory(backplane, UUID.randomUUID().toString(), new AtomicLong(), () -> open = false);
        }

        @Override
        public void kill(History history) {
            redis.stopBroker();
            redis.startBroker();
            open = false;
        }

        @Override
        public void killAndLose(History history, int lost) {
            redis.failOver(lost);
            open = false;
        }

        @Override
        public void trim(History history, int retained) {
            redis.trim(retained);
        }

        @Override
        public void close() {
            redis.close();
        }
    }

    /** The log of a backplane as a history. */
    private record SharedHistory(RedisBackplane backplane, String name, AtomicLong counter, Runnable closed)
            implements History {
        @Override
        public synchronized CompletionStage<List<EntryId>> append(List<Publication> batch) {
            return backplane.publish(batch, name, counter.incrementAndGet());
        }

        @Override
        public int maxBatch() {
            return backplane.maxBatch();
        }

        @Override
        public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
            return backplane.readAfter(position, limits);
        }

        @Override
        public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
            return backplane.readNewest(limits);
        }

        @Override
        public CompletionStage<EntryId> head() {
            return backplane.head();
        }

        @Override
        public CompletionStage<EntryId> tail() {
            return backplane.tail();
        }

        @Override
        public void close() {
            backplane.close();
            closed.run();
        }
    }
}
