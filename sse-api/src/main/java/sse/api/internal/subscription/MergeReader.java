package sse.api.internal.subscription;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.api.internal.history.LogEntry;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.MergeSources.Source;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.Frame;

/** Merges a stream's subscriptions, in the order of their topics' common sequence. Confined to the stream's lane. */
final class MergeReader extends CombinedReader {
    private final List<Added> added = new ArrayList<>();
    private @Nullable String lastId;

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
    boolean needsPages() {
        return sources.needsPages();
    }

    @Override
    @Nullable
    String lastId() {
        return lastId;
    }

    @Override
    void fill(FrameBatch batch) {
        added.clear();
        sources.noteCaughtUp();
        if (sources.emitGaps() || !sources.read()) {
            return;
        }
        Source first = sources.earliest();
        Frame last = null;
        while (first != null) {
            Frame frame = first.peek().frame();
            if (frame == last) {
                first.subscription.advancePast(first.take()); // A gap of the hub, which is an entry of each topic.
            } else if (batch.add(sources.frameOf(first.peek()))) {
                last = frame;
                added.add(new Added(first.subscription, first.take()));
            } else {
                break;
            }
            first = sources.earliest();
        }
        sources.release();
    }

    @Override
    void onWritten(int frames) {
        lastId = frames == 0 ? lastId : added.get(frames - 1).entry().id();
        for (int i = 0; i < frames; i++) {
            Added sent = added.get(i);
            sent.subscription().advancePast(sent.entry());
        }
        added.clear();
    }
}
