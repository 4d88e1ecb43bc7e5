package sse.api.internal.topic;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.topic.MergeSources.Source;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

/**
 * Carries what a stream follows through the views of its subscriptions.
 *
 * <pre>
 *           the stream's lane                          the executor
 *
 *   log ──► a batch of entries ───── handed over ────► each through its view
 *                                                            │
 *   buffer ◄── the frames that are ready ◄── signalled ◄─────┘
 * </pre>
 *
 * <p>There is one batch at a time: it is read when the one before has been written. So a stream that takes nothing, and
 * a view that takes its time, leave the cursor where it is, which is to lag like any other; at most a batch is held for
 * them; and while nothing is published no thread is.
 *
 * <p>What a view lets nobody see still moves the client on: its last event id must not fall out of the history only
 * because it wants few events. So when the client's place has come into the older half of what is retained, the id of
 * the last event passed over is sent alone, which a browser notes and shows to no page (WHATWG HTML section 9.2.6).
 */
final class TransformReader extends StreamSubscriptions {
    private static final int BATCH = 128;
    private static final int BATCH_BYTES = 64 * 1024;

    // Written by the executor, taken by the lane.
    private volatile @Nullable List<Seen> outcome;

    // Confined to the lane.
    private final Deque<Frame> ready = new ArrayDeque<>(0);
    private int composed;
    private boolean handedOver;

    /** What comes after that, when the stream is about to end, is not looked at any more. */
    private BooleanSupplier isEnough = () -> false;

    private @Nullable LogEntry passedOver;

    /** An entry and whose it is. */
    private record Unseen(TopicSubscription cursor, LogEntry entry) {}

    /** What a view has made of an entry: null is nothing. */
    private record Seen(
            TopicSubscription cursor,
            LogEntry entry,
            @Nullable Frame frame) {}

    TransformReader(ServerEventStream stream, MergeSources sources) {
        super(stream, sources);
    }

    @Override
    public boolean compose(ByteBuffer target) {
        composed = 0;
        collect();
        if (ready.isEmpty() && !handedOver && !isEnough.getAsBoolean()) {
            handOver();
        }
        Iterator<Frame> frames = ready.iterator();
        while (frames.hasNext()) {
            Frame frame = frames.next();
            if (frame.size() > target.remaining()) {
                break;
            }
            frame.copyTo(target);
            composed++;
        }
        if (composed == 0 && !ready.isEmpty()) {
            // Larger than the lane's buffer: the outbox can send it in parts.
            stream.finishFrame(ready.remove(), 0);
            stream.countSent(1);
            stream.lane().signal(stream);
        }
        return composed > 0;
    }

    private void handOver() {
        if (sources.tell()) {
            return;
        }
        List<Unseen> batch = nextBatch();
        if (!batch.isEmpty()) {
            handedOver = true;
            stream.runFollowersCode("a topic's view threw", () -> look(batch));
        }
    }

    private List<Unseen> nextBatch() {
        List<Unseen> batch = new ArrayList<>();
        long bytes = 0;
        int before;
        do {
            before = batch.size();
            if (!sources.read()) {
                return stream.isOver() ? List.of() : batch;
            }
            Source source = sources.earliest();
            while (source != null && bytes < BATCH_BYTES) {
                Unseen next = new Unseen(source.cursor, source.take());
                next.cursor().advancePast(next.entry());
                bytes += next.entry().frame().size();
                batch.add(next);
                source = sources.earliest();
            }
            sources.release();
        } while (before < batch.size() && batch.size() < BATCH && bytes < BATCH_BYTES);
        return batch;
    }

    /** On the executor. If a view throws, the stream fails, and nobody asks for more. */
    private void look(List<Unseen> batch) {
        List<Seen> seen = new ArrayList<>(batch.size());
        for (Unseen next : batch) {
            if (stream.isOver()) {
                return;
            }
            seen.add(new Seen(next.cursor(), next.entry(), next.cursor().view(next.entry())));
        }
        outcome = seen;
        stream.lane().signal(stream);
    }

    @Override
    public BooleanSupplier untilNow() {
        BooleanSupplier allAreLookedAt = super.untilNow();
        isEnough = allAreLookedAt;
        return () -> ready.isEmpty() && !handedOver && allAreLookedAt.getAsBoolean();
    }

    /** Takes what the views have made of a batch. */
    private void collect() {
        List<Seen> batch = outcome;
        if (batch == null) {
            return;
        }
        outcome = null;
        handedOver = false;
        for (Seen seen : batch) {
            Frame frame = seen.cursor().isActive() ? seen.frame() : null;
            passedOver = frame == null ? seen.entry() : null;
            if (frame != null) {
                ready.add(frame);
            }
        }
        if (passedOver == null) {
            sources.cursors().forEach(TopicSubscription::clientIsHere);
        }
    }

    /** Sends the id of what was passed over, if it is time. */
    void onSweep() {
        LogEntry last = passedOver;
        if (last != null
                && !handedOver
                && sources.cursors().stream().anyMatch(TopicSubscription::isClientInOlderHalf)) {
            passedOver = null;
            sources.cursors().forEach(TopicSubscription::clientIsHere);
            ready.add(Frame.of(Event.builder().id(last.id()).build()));
            stream.lane().signal(stream);
        }
    }

    @Override
    public void taken(int bytes) {
        int left = bytes;
        for (int i = 0; i < composed && left > 0; i++) {
            Frame frame = ready.remove();
            if (left < frame.size()) {
                stream.finishFrame(frame, left);
            }
            left -= frame.size();
            stream.countSent(1);
        }
    }
}
