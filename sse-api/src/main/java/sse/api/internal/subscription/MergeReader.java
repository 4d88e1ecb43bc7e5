package sse.api.internal.subscription;

import java.util.ArrayList;
import java.util.List;
import sse.api.internal.history.LogEntry;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.MergeSources.Source;
import sse.api.internal.wire.FrameBatch;

/** Merges a stream's subscriptions, in the order of their topics' common sequence. Confined to the stream's lane. */
final class MergeReader extends CombinedReader {
    private final List<Added> added = new ArrayList<>();

    /** An entry whose frame is in the batch, and its subscription. */
    private record Added(TopicSubscription subscription, LogEntry entry) {}

    MergeReader(ServerEventStream stream, MergeSources sources) {
        super(stream, sources);
    }

    @Override
    CombinedReader with(TopicSubscription subscription) {
        sources.add(subscription);
        return subscription.hasTransform() ? new TransformReader(stream, sources) : this;
    }

    @Override
    void fill(FrameBatch batch) {
        added.clear();
        if (sources.emitGaps() || !sources.read()) {
            return;
        }
        Source first = sources.earliest();
        while (first != null && batch.add(first.peek().frame())) {
            added.add(new Added(first.subscription, first.take()));
            first = sources.earliest();
        }
        sources.release();
    }

    @Override
    void onWritten(int frames) {
        for (int i = 0; i < frames; i++) {
            Added sent = added.get(i);
            sent.subscription().advancePast(sent.entry());
        }
        added.clear();
    }
}
