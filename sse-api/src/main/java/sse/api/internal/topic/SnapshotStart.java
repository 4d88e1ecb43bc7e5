package sse.api.internal.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sse.api.internal.history.IdLookup;
import sse.api.internal.history.IdStatus;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.GapNotice;
import sse.api.internal.subscription.ResumePoint;
import sse.api.internal.subscription.StreamSubscriptions;
import sse.api.internal.subscription.TopicSubscription;

/**
 * Starts subscriptions of a stream behind snapshots of their topics. Confined to the stream's lane, but for what is
 * said to be for any thread.
 *
 * <pre>
 *   TAKING ── each topic's snapshot is here ──────────────────────────> JOINED
 *     ^ |                                                                 ^
 *     | └── the stream has a transform, or another topic ──> APPLYING ────┤
 *     |                                                                   |
 *     └───────── the log no longer has what follows a snapshot ───────────┘
 * </pre>
 *
 * <p>When everything is here, one run of the lane queues the snapshots and starts the subscriptions behind them: what
 * was published before that is in a snapshot or in the log, and what is published later is in the log. The last event
 * of a snapshot has its id, if the stream has no other subscription: not before that may the client resume. With
 * several topics, a client that has one snapshot may lack the others: ids are hidden, until events follow that were
 * published after all of them.
 */
final class SnapshotStart {
    private static final int MOST_CALLS = 3;

    private enum State {
        TAKING,
        APPLYING,
        JOINED
    }

    // Immutable after construction.
    private final ServerEventStream stream;

    // Confined to the lane.
    private final List<AwaitedSnapshot> awaited = new ArrayList<>(1);
    private State state = State.TAKING;
    private boolean hidesIds;

    SnapshotStart(ServerEventStream stream) {
        this.stream = stream;
    }

    /** Adds a subscription, which is in its group, before {@link #begin}. */
    void add(LaneSubscribers onLane, TopicSubscription subscription, Optional<GapNotice> notice) {
        awaited.add(new AwaitedSnapshot(this, onLane, subscription, notice));
    }

    /** Returns true if no subscription was added. */
    boolean isEmpty() {
        return awaited.isEmpty();
    }

    /** Has the snapshots taken. */
    void begin() {
        hidesIds = !isOnly();
        if (hidesIds) {
            StreamSubscriptions.of(stream).hideIds();
        }
        for (AwaitedSnapshot next : List.copyOf(awaited)) {
            next.onLane.setPending(next.subscription, next);
        }
        List.copyOf(awaited).forEach(AwaitedSnapshot::take);
    }

    ServerEventStream stream() {
        return stream;
    }

    /** Returns true if the stream has one subscription, and receives the snapshot of that. */
    private boolean isOnly() {
        return awaited.size() == 1 && StreamSubscriptions.of(stream).hasOnly(awaited.get(0).subscription);
    }

    /** Runs a task on the lane; a lane that rejects it has no streams any more. Any thread. */
    void execute(Runnable task) {
        try {
            stream.lane().execute(task);
        } catch (Exception | Error rejected) {
            stream.fail("event loop rejected a snapshot", rejected);
        }
    }

    /** Continues if all snapshots are here. */
    void proceed() {
        if (state != State.TAKING || awaited.isEmpty() || awaited.stream().anyMatch(AwaitedSnapshot::isMissing)) {
            return;
        }
        boolean withId = isOnly();
        if (withId && !awaited.get(0).subscription.hasTransform()) {
            join(withId);
            return;
        }
        state = State.APPLYING;
        List<AwaitedSnapshot> applied = List.copyOf(awaited);
        stream.runSourceCode("transform", () -> {
            for (AwaitedSnapshot next : applied) {
                next.apply(withId);
            }
            execute(() -> onApplied(withId));
        });
    }

    private void onApplied(boolean withId) {
        if (state == State.APPLYING) {
            state = State.TAKING;
            if (withId == isOnly()) {
                join(withId);
            } else {
                proceed(); // It was subscribed to another topic meanwhile.
            }
        }
    }

    private void join(boolean withId) {
        if (stream.isClosed() || awaited.isEmpty() || retake()) {
            return;
        }
        state = State.JOINED;
        long last = awaited.get(0).topic().hub().sequence().last();
        List<AwaitedSnapshot> joined = List.copyOf(awaited);
        awaited.clear();
        joined.forEach(AwaitedSnapshot::queueFrames);
        joined.forEach(next -> next.start(withId));
        if (withId) {
            AwaitedSnapshot only = joined.get(0);
            only.sendId();
            StreamSubscriptions.of(stream).setLastId(only.upToId());
        } else {
            List<TopicSubscription> all = StreamSubscriptions.of(stream).all();
            if (all.size() == joined.size()) {
                ResumePoint.send(stream, all);
            }
        }
        if (hidesIds) {
            StreamSubscriptions.of(stream).showIdsAfter(last);
        }
        stream.setSource(StreamSubscriptions.of(stream)); // What is queued goes first.
    }

    /** Has snapshots taken again whose ids have left the log. Returns true if there are any. */
    private boolean retake() {
        List<AwaitedSnapshot> gone = awaited.stream()
                .filter(next -> next.calls() < MOST_CALLS && isGone(next.find()))
                .toList();
        gone.forEach(AwaitedSnapshot::take);
        return !gone.isEmpty();
    }

    static boolean isGone(IdLookup found) {
        return found.status() == IdStatus.EVICTED || found.status() == IdStatus.FOREIGN;
    }

    /** Removes a subscription that has ended. */
    void remove(AwaitedSnapshot ended) {
        awaited.remove(ended);
        if (awaited.isEmpty() && hidesIds && state != State.JOINED) {
            StreamSubscriptions.of(stream)
                    .showIdsAfter(ended.topic().hub().sequence().last());
        }
        if (!stream.isClosed()) {
            execute(this::proceed);
        }
    }
}
