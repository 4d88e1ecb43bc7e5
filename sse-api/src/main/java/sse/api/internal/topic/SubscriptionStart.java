package sse.api.internal.topic;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.GapPolicy;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.IdLookup;
import sse.api.internal.history.IdStatus;
import sse.api.internal.history.NumberedId;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.GapEvents;
import sse.api.internal.subscription.GapNotice;
import sse.api.internal.subscription.Loss;
import sse.api.internal.subscription.StreamSubscriptions;
import sse.api.internal.subscription.TopicSubscription;

/** Starts subscriptions to a topic where their clients resume. On the streams' lanes. */
final class SubscriptionStart {
    private final TopicCore topic;

    SubscriptionStart(TopicCore topic) {
        this.topic = topic;
    }

    /**
     * Starts a subscription on its lane.
     *
     * @param snapshots where it is added if its client needs a snapshot
     */
    Resumption start(TopicSubscription subscription, SnapshotStart snapshots) {
        ServerEventStream stream = subscription.serverStream();
        if (stream.isClosed() || topic.isClosed() || !subscription.isActive()) {
            subscription.end();
            return Resumption.ENDED;
        }
        LaneSubscribers onLane = topic.lanes().of(stream);
        // The lane was added before the log is read here: nothing that is published afterwards is missed.
        long now = subscription.position();
        Resumption resumption;
        long from;
        try {
            @Nullable IdLookup known = stream.lastEventId().map(log()::find).orElse(null);
            resumption = resumption(known, now, onLane);
            from = switch (resumption) {
                case RESUMED -> known == null ? now : known.position();
                case HELD, SNAPSHOT, ENDED -> now;
                case NEW, GAP -> startWithoutId(stream, now);
            };
        } catch (Exception | Error failure) {
            onLane.leaveIfEmpty();
            throw failure;
        }
        boolean isWaiting = resumption == Resumption.HELD || resumption == Resumption.SNAPSHOT;
        start(subscription, onLane, from, isWaiting || (resumption != Resumption.RESUMED && from < now));
        if (resumption == Resumption.HELD) {
            String id = stream.lastEventId().orElseThrow();
            onLane.setPending(subscription, new HeldStart(onLane, subscription, id, HeldStart.Origin.CLIENT));
        } else if (resumption == Resumption.SNAPSHOT) {
            Optional<GapNotice> notice = stream.lastEventId().isPresent() ? noticeOf(lossOf(stream)) : Optional.empty();
            snapshots.add(onLane, subscription, notice);
        }
        return resumption;
    }

    private EntryLog log() {
        return topic.log().events();
    }

    private Resumption resumption(@Nullable IdLookup known, long now, LaneSubscribers onLane) {
        boolean hasSnapshot = topic.config().resuming().snapshot().isPresent();
        if (known == null) {
            return hasSnapshot ? Resumption.SNAPSHOT : Resumption.NEW;
        }
        if (known.status() == IdStatus.RETAINED && (known.position() >= now || onLane.isRetained(known.position()))) {
            return Resumption.RESUMED;
        }
        if (known.status() == IdStatus.NOT_YET && topic.log().hasHistory()) {
            return Resumption.HELD;
        }
        return topic.config().gapPolicy() == GapPolicy.SNAPSHOT ? Resumption.SNAPSHOT : Resumption.GAP;
    }

    /** Returns what a client has lost that cannot be resumed. */
    Loss lossOf(ServerEventStream stream) {
        IdLookup found = stream.lastEventId().map(log()::find).orElse(null);
        return found != null && found.status() == IdStatus.EVICTED ? Loss.trimmed(found.lost()) : Loss.UNKNOWN;
    }

    /** Returns what a client is notified of. */
    Optional<GapNotice> noticeOf(Loss loss) {
        return topic.config().gapSign().map(sign -> new GapNotice(sign, loss));
    }

    /** Starts a subscription at a position of the log, on its lane. */
    void startAt(TopicSubscription subscription, long from) {
        ServerEventStream stream = subscription.serverStream();
        if (stream.isClosed() || topic.isClosed() || !subscription.isActive()) {
            subscription.end();
            return;
        }
        LaneSubscribers onLane = topic.lanes().of(stream);
        start(subscription, onLane, from, false);
    }

    private void start(TopicSubscription subscription, LaneSubscribers onLane, long from, boolean atOldest) {
        ServerEventStream stream = subscription.serverStream();
        subscription.start(onLane, from, atOldest);
        onLane.add(subscription);
        StreamSubscriptions.of(stream).add(subscription);
        topic.onSubscribed(subscription, onLane.notifier());
        if (topic.isClosed()) {
            onLane.onTopicClosed(); // It was open before the lane was there to be notified.
        }
    }

    /** Continues a subscription that has started, and whose client has lost events, as the gap policy says. */
    void startAfterGap(TopicSubscription subscription, LaneSubscribers onLane, Loss loss) {
        ServerEventStream stream = subscription.serverStream();
        Optional<GapNotice> notice = noticeOf(loss);
        if (topic.config().gapPolicy() == GapPolicy.SNAPSHOT) {
            SnapshotStart snapshot = new SnapshotStart(stream);
            snapshot.add(onLane, subscription, notice);
            snapshot.begin();
            return;
        }
        boolean isLive = topic.config().gapPolicy() == GapPolicy.LIVE;
        long from = isLive ? log().head() : log().tail();
        Optional<String> id = StreamSubscriptions.of(stream).hasOnly(subscription)
                ? topic.log().idBefore(from).map(NumberedId::id)
                : Optional.empty();
        notice.ifPresent(gap -> GapEvents.frames(List.of(gap), id).forEach(stream::sendControl));
        onLane.startPending(subscription, from, !isLive);
        stream.setSource(StreamSubscriptions.of(stream)); // What is queued goes first.
    }

    /** Starts a subscription, unless it has, and continues it as {@link #startAfterGap} does. */
    void startAfterGap(TopicSubscription subscription, long from, Loss loss) {
        if (!subscription.hasStarted()) {
            startAt(subscription, from);
        }
        if (subscription.isActive()) {
            startAfterGap(subscription, topic.lanes().of(subscription.serverStream()), loss);
        }
    }

    /** Starts a subscription with a gap again, behind a snapshot; returns false if that is not the gap policy. */
    boolean restart(TopicSubscription subscription, LaneSubscribers onLane) {
        if (topic.config().gapPolicy() != GapPolicy.SNAPSHOT) {
            return false;
        }
        long oldest = Math.min(log().head(), Math.max(log().tail(), subscription.position() + 1));
        startAfterGap(subscription, onLane, Loss.trimmed(subscription.passGapTo(oldest)));
        return true;
    }

    /** Returns where a client starts that sends no last event id, or one that is not known. */
    private long startWithoutId(ServerEventStream stream, long now) {
        if (stream.lastEventId().isEmpty()) {
            // Never behind now: what was published since, and is evicted, is lost.
            return Math.min(now, Math.max(log().tail(), now - topic.config().replayOnSubscribe()));
        }
        return topic.config().gapPolicy() == GapPolicy.OLDEST ? log().tail() : now;
    }
}
