package sse.api.internal.topic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.topic.MergeSources.Source;
import sse.api.spi.LogEntry;

/** A stream's subscriptions to several topics, composed for it alone. Confined to the stream's lane. */
final class MergeReader extends StreamSubscriptions {
    private final List<Composed> composed = new ArrayList<>();

    /** An entry whose bytes are in the buffer, and whose it is. */
    private record Composed(TopicSubscription cursor, LogEntry entry) {}

    MergeReader(ServerEventStream stream, MergeSources sources) {
        super(stream, sources);
    }

    @Override
    public boolean compose(ByteBuffer target) {
        if (sources.tell() || !sources.read()) {
            return false;
        }
        Source first = sources.earliest();
        while (first != null && fits(first, target)) {
            Composed next = new Composed(first.cursor, first.take());
            next.entry().frame().copyTo(target);
            composed.add(next);
            first = sources.earliest();
        }
        sources.release();
        return !composed.isEmpty();
    }

    private boolean fits(Source source, ByteBuffer target) {
        LogEntry entry = source.peek();
        if (entry.frame().size() <= target.remaining()) {
            return true;
        }
        if (composed.isEmpty()) {
            // Larger than the lane's buffer: the outbox can send it in parts.
            stream.finishFrame(entry.frame(), 0);
            stream.countSent(1);
            source.cursor.advancePast(entry);
            stream.lane().signal(stream);
        }
        return false;
    }

    @Override
    public void taken(int bytes) {
        int left = bytes;
        for (int i = 0; i < composed.size() && left > 0; i++) {
            LogEntry entry = composed.get(i).entry();
            if (left < entry.frame().size()) {
                stream.finishFrame(entry.frame(), left);
            }
            left -= entry.frame().size();
            stream.countSent(1);
            composed.get(i).cursor().advancePast(entry);
        }
        composed.clear();
    }
}
