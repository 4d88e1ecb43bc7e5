package sse.api.internal.topic;

import java.util.List;
import java.util.function.BooleanSupplier;
import sse.api.internal.stream.Follower;
import sse.api.internal.stream.OpenStream;

/**
 * What a stream follows whose cursors are not simply in step with the others of their topics. Confined to the stream's
 * lane.
 */
abstract class Joint implements Follower {
    final OpenStream stream;
    final Sources sources;

    Joint(OpenStream stream, Sources sources) {
        this.stream = stream;
        this.sources = sources;
    }

    void remove(Cursor cursor) {
        sources.remove(cursor);
        if (sources.isEmpty()) {
            stream.follow(null);
        }
    }

    @Override
    public BooleanSupplier untilNow() {
        List<BooleanSupplier> each =
                sources.cursors().stream().map(Cursor::untilNow).toList();
        return () -> each.stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    @Override
    public void left() {
        sources.cursors().forEach(Cursor::end);
    }
}
