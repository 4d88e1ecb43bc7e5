package sse.api.internal.topic;

import java.util.List;
import java.util.function.BooleanSupplier;
import sse.api.internal.stream.FrameSource;
import sse.api.internal.stream.ServerEventStream;

/**
 * What a stream follows whose cursors are not simply in step with the others of their topics. Confined to the stream's
 * lane.
 */
abstract class StreamSubscriptions implements FrameSource {
    final ServerEventStream stream;
    final MergeSources sources;

    StreamSubscriptions(ServerEventStream stream, MergeSources sources) {
        this.stream = stream;
        this.sources = sources;
    }

    void remove(TopicSubscription cursor) {
        sources.remove(cursor);
        if (sources.isEmpty()) {
            stream.follow(null);
        }
    }

    @Override
    public BooleanSupplier untilNow() {
        List<BooleanSupplier> each =
                sources.cursors().stream().map(TopicSubscription::untilNow).toList();
        return () -> each.stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    @Override
    public void left() {
        sources.cursors().forEach(TopicSubscription::end);
    }
}
