package sse.api.internal.subscription;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.internal.history.LogEntry;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.MergeSources.Source;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.Frame;

/**
 * Merges a stream's subscriptions and applies their transforms.
 *
 * <pre>
 *   the stream's lane                              the executor
 *
 *   logs ──> pending entries ─── submitted ──────> apply each transform
 *                                                        |
 *   batch <── frames that are ready <── signalled <──────┘
 * </pre>
 *
 * <p>One set of entries is transformed at a time: the next one is read when its frames have been written. So a stream
 * that accepts nothing, or a transform that takes long, leaves the subscription where it is, to lag like any other; a
 * bounded number of entries is held for it; and no thread is used while nothing is published.
 *
 * <p>Events that a transform drops still move the client on: its last event id must not leave the history only because
 * it receives few events. When the client's position is in the older half of what is retained, a resume point is sent
 * with the id of the last event that was dropped, if the client receives resume points: at once, or with the next sweep
 * if only time has passed, or if nothing is retained for long.
 */
final class TransformReader extends CombinedReader {
    private static final int MAX_ENTRIES = 128;
    private static final int MAX_BYTES = 64 * 1024;

    // Written by the executor, taken by the lane.
    private volatile @Nullable List<Transformed> result;

    // Confined to the lane.
    private final Deque<Frame> ready = new ArrayDeque<>(0);
    private boolean submitted;

    /** When the stream drains, entries after its target are not transformed any more. */
    private BooleanSupplier drained = () -> false;

    private @Nullable LogEntry lastDropped;

    /** An entry to transform, its subscription, and whether the client may resume from its id. */
    private record Pending(TopicSubscription subscription, LogEntry entry, boolean hidesId) {
        @Nullable
        Frame shown(@Nullable Frame frame) {
            return frame != null && hidesId ? Frame.of(frame.event().withoutId()) : frame;
        }
    }

    /** The result of a transform; the frame is null if the entry was dropped. */
    private record Transformed(
            TopicSubscription subscription,
            LogEntry entry,
            @Nullable Frame frame) {}

    TransformReader(ServerEventStream stream, MergeSources sources) {
        super(stream, sources);
    }

    @Override
    CombinedReader with(TopicSubscription subscription) {
        sources.add(subscription);
        return this;
    }

    @Override
    void fill(FrameBatch batch) {
        collect();
        if (ready.isEmpty() && !submitted && !drained.getAsBoolean()) {
            submit();
        }
        Iterator<Frame> frames = ready.iterator();
        boolean added = true;
        while (added && frames.hasNext()) {
            added = batch.add(frames.next());
        }
    }

    @Override
    void onWritten(int frames) {
        for (int i = 0; i < frames; i++) {
            ready.remove();
        }
    }

    private void submit() {
        sources.noteCaughtUp();
        if (sources.emitGaps()) {
            return;
        }
        List<Pending> pending = nextEntries();
        if (!pending.isEmpty()) {
            submitted = true;
            stream.runSourceCode("transform", () -> apply(pending));
        }
    }

    private List<Pending> nextEntries() {
        List<Pending> entries = new ArrayList<>();
        long bytes = 0;
        int before;
        do {
            before = entries.size();
            if (!sources.read()) {
                return stream.isClosed() ? List.of() : entries;
            }
            Source source = sources.earliest();
            while (source != null && bytes < MAX_BYTES) {
                Pending next = new Pending(source.subscription, source.peek(), sources.hidesIdOf(source.take()));
                next.subscription().advancePast(next.entry());
                if (!isRepeatedGap(entries, next)) {
                    bytes += next.entry().frame().size();
                    entries.add(next);
                }
                source = sources.earliest();
            }
            sources.release();
        } while (before < entries.size() && entries.size() < MAX_ENTRIES && bytes < MAX_BYTES);
        return entries;
    }

    /** Returns true if an entry is the gap of the hub that was taken from another topic before. */
    private static boolean isRepeatedGap(List<Pending> taken, Pending next) {
        return !taken.isEmpty()
                && taken.get(taken.size() - 1).entry().frame() == next.entry().frame();
    }

    /** On the executor. If a transform throws, the stream fails, and nothing more is submitted. */
    private void apply(List<Pending> pending) {
        List<Transformed> transformed = new ArrayList<>(pending.size());
        for (Pending next : pending) {
            if (stream.isClosed()) {
                return;
            }
            Frame frame = next.shown(next.subscription().apply(next.entry()));
            transformed.add(new Transformed(next.subscription(), next.entry(), frame));
        }
        result = transformed;
        stream.lane().signal(stream);
    }

    @Override
    BooleanSupplier drainTarget() {
        BooleanSupplier allAreSubmitted = super.drainTarget();
        drained = allAreSubmitted;
        return () -> ready.isEmpty() && !submitted && allAreSubmitted.getAsBoolean();
    }

    /** Takes the result of the transforms. */
    private void collect() {
        List<Transformed> transformed = result;
        if (transformed == null) {
            return;
        }
        result = null;
        submitted = false;
        for (Transformed next : transformed) {
            Frame frame = next.subscription().isActive() ? next.frame() : null;
            lastDropped = frame == null ? next.entry() : null;
            if (frame != null) {
                ready.add(frame);
            }
        }
        if (lastDropped == null) {
            sources.subscriptions().forEach(TopicSubscription::noteClientPosition);
        } else if (isResumePointDue(true)) {
            addResumePoint(lastDropped);
        }
    }

    @Override
    void onSweep() {
        LogEntry last = lastDropped;
        if (last != null && !submitted && isResumePointDue(false)) {
            addResumePoint(last);
            stream.lane().signal(stream);
        }
    }

    private boolean isResumePointDue(boolean onlyOfHistories) {
        if (lastDropped != null && sources.hidesIdOf(lastDropped)) {
            return false;
        }
        for (TopicSubscription subscription : sources.subscriptions()) {
            if (subscription.isClientInOlderHalf()
                    && (!onlyOfHistories || subscription.group().resumesClients())) {
                return true;
            }
        }
        return false;
    }

    /** Adds a resume point behind the frames that are ready. Nothing is submitted now. */
    private void addResumePoint(LogEntry last) {
        stream.resumePoint(last.id()).ifPresent(frame -> {
            lastDropped = null;
            sources.subscriptions().forEach(TopicSubscription::noteClientPosition);
            ready.add(frame);
        });
    }
}
