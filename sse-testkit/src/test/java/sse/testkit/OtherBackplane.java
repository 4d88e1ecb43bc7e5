package sse.testkit;

import java.util.List;
import java.util.concurrent.CompletionStage;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** Does what a backplane in memory does. Incorrect ones override something. */
class OtherBackplane implements Backplane {
    final MemoryBackplane right;

    OtherBackplane(MemoryBackplane right) {
        this.right = right;
    }

    @Override
    public CompletionStage<List<EntryId>> publish(List<Publication> batch, String publisher, long counter) {
        return right.publish(batch, publisher, counter);
    }

    @Override
    public int maxBatch() {
        return right.maxBatch();
    }

    @Override
    public Following follow(EntryId position, Listener listener) {
        return right.follow(position, listener);
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

    /** Passes calls on. */
    static class OtherListener implements Listener {
        final Listener right;

        OtherListener(Listener right) {
            this.right = right;
        }

        @Override
        public void onEntries(List<LogEntry> entries) {
            right.onEntries(entries);
        }

        @Override
        public void onGap(Gap gap) {
            right.onGap(gap);
        }

        @Override
        public void onReset(EntryId origin) {
            right.onReset(origin);
        }

        @Override
        public void onUp() {
            right.onUp();
        }

        @Override
        public void onDown(Throwable cause) {
            right.onDown(cause);
        }
    }
}
