package sse.api.internal.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.internal.history.IdLookup;
import sse.api.internal.history.IdStatus;
import sse.api.internal.history.NumberedId;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.GapEvents;
import sse.api.internal.subscription.GapNotice;
import sse.api.internal.subscription.Loss;
import sse.api.internal.subscription.TopicSubscription;
import sse.api.spi.Frame;

/** A subscription that waits for a snapshot of its topic. Confined to the lane, but for what is for any thread. */
final class AwaitedSnapshot implements PendingStart, SnapshotCall.Listener {
    // Immutable after construction.
    final LaneSubscribers onLane;
    final TopicSubscription subscription;
    private final SnapshotStart start;
    private final Optional<GapNotice> notice;

    // Confined to the lane.
    private int calls;
    private @Nullable SnapshotCall call;
    private @Nullable TakenSnapshot taken;

    // Written by the executor before it submits a task to the lane.
    private @Nullable List<Frame> applied;
    private boolean appliedHasId;

    AwaitedSnapshot(
            SnapshotStart start, LaneSubscribers onLane, TopicSubscription subscription, Optional<GapNotice> notice) {
        this.start = start;
        this.onLane = onLane;
        this.subscription = subscription;
        this.notice = notice;
    }

    TopicCore topic() {
        return onLane.topic;
    }

    /** Has a snapshot taken, in place of the one that is here. */
    void take() {
        taken = null;
        applied = null;
        calls++;
        call = topic().snapshots.orElseThrow().request(start.stream().executor(), this);
    }

    int calls() {
        return calls;
    }

    boolean isMissing() {
        return taken == null;
    }

    private TakenSnapshot taken() {
        return Objects.requireNonNull(taken);
    }

    String upToId() {
        return taken().snapshot().upToId();
    }

    @Override
    public void onTaken(TakenSnapshot result) {
        start.execute(() -> {
            call = null;
            taken = result;
            start.proceed();
        });
    }

    @Override
    public void onFailed(Throwable failure) {
        start.stream().fail("snapshot of a topic threw", failure);
        start.execute(subscription::end);
    }

    /** Makes frames for this stream alone. On the executor. */
    void apply(boolean withId) {
        List<Event> events = taken().snapshot().events();
        List<Frame> frames = new ArrayList<>(events.size());
        boolean hasId = false;
        for (int i = 0; i < events.size(); i++) {
            boolean isLast = withId && i == events.size() - 1;
            Optional<Event> shown = subscription.applyToSnapshot(events.get(i));
            hasId = isLast && shown.isPresent();
            shown.map(event -> isLast ? event.withId(upToId()) : event.withoutId())
                    .map(Frame::of)
                    .ifPresent(frames::add);
        }
        appliedHasId = hasId;
        applied = frames;
    }

    /** Looks up the id of the snapshot in the log. */
    IdLookup find() {
        return topic().log().events().find(upToId());
    }

    /** Queues the gap event, if there is one, and the snapshot. */
    void queueFrames() {
        ServerEventStream stream = start.stream();
        notice.ifPresent(gap -> GapEvents.frames(List.of(gap), Optional.empty()).forEach(stream::sendControl));
        List<Frame> frames = applied == null ? taken().frames() : applied;
        frames.forEach(stream::sendControl);
    }

    /** Starts the subscription behind the snapshot. */
    void start(boolean withId) {
        IdLookup found = find();
        if (found.status() == IdStatus.RETAINED) {
            onLane.startPending(subscription, found.position(), false);
        } else if (found.status() == IdStatus.NOT_YET) {
            onLane.setPending(subscription, new HeldStart(onLane, subscription, upToId(), HeldStart.Origin.SNAPSHOT));
        } else {
            long oldest = topic().log().events().tail();
            Loss loss = found.status() == IdStatus.EVICTED ? Loss.trimmed(found.lost()) : Loss.UNKNOWN;
            Optional<String> id = withId ? topic().log().idBefore(oldest).map(NumberedId::id) : Optional.empty();
            topic().config()
                    .gapSign()
                    .ifPresent(sign -> GapEvents.frames(List.of(new GapNotice(sign, loss)), id)
                            .forEach(start.stream()::sendControl));
            onLane.startPending(subscription, oldest, true);
        }
    }

    /** Sends the id of a snapshot, none of whose frames has it, as a resume point. */
    void sendId() {
        boolean hasId = applied == null ? !taken().frames().isEmpty() : appliedHasId;
        if (!hasId) {
            start.stream().resumePoint(upToId()).ifPresent(start.stream()::sendControl);
        }
    }

    @Override
    public void onArrival() {
        // What arrives is sent after the snapshot.
    }

    @Override
    public void onSweep(long nowNanos) {
        // The source has no time limit but its own.
    }

    @Override
    public boolean awaitsEvents() {
        return false;
    }

    @Override
    public void onEnded() {
        if (call != null) {
            call.leave(this);
            call = null;
        }
        start.remove(this);
    }

    /** A stream that its user closes is still sent the snapshot; one that the server closes is not. */
    @Override
    public boolean isSkippedByDrain() {
        return start.stream().closeReason().isEmpty();
    }
}
