package sse.testkit;

import java.util.List;
import java.util.concurrent.CompletionStage;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** Does what another history does. Incorrect ones override something. */
class OtherHistory implements History {
    final History right;

    OtherHistory(History right) {
        this.right = right;
    }

    @Override
    public CompletionStage<List<EntryId>> append(List<Publication> batch) {
        return right.append(batch);
    }

    @Override
    public int maxBatch() {
        return right.maxBatch();
    }

    @Override
    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
        return right.readAfter(position, limits);
    }

    @Override
    public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
        return right.readNewest(limits);
    }

    @Override
    public CompletionStage<EntryId> head() {
        return right.head();
    }

    @Override
    public CompletionStage<EntryId> tail() {
        return right.tail();
    }

    @Override
    public void close() {
        right.close();
    }
}
