package sse.api.internal.topic;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.internal.executor.OrderedNotifier;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;
import sse.api.internal.history.NumberedId;
import sse.api.internal.stream.LaneMember;
import sse.api.internal.stream.StreamLane;
import sse.api.internal.subscription.CatchUpReader;
import sse.api.internal.subscription.EntryBuffer;
import sse.api.internal.subscription.ReplayLog;
import sse.api.internal.subscription.ReplayedTopic;
import sse.api.internal.subscription.SubscriberGroup;
import sse.api.internal.subscription.TopicSubscription;

/** What subscriptions on a lane need of their topic. Confined to the lane. */
abstract class LaneGroup extends LaneMember implements SubscriberGroup {
    // Immutable after construction.
    final TopicCore topic;
    final TopicLog log;
    final StreamLane lane;
    final OrderedNotifier notifier;

    // Written by the lane, read by any thread.
    final LaneProgress progress = new LaneProgress();

    // Confined to the lane.
    final EntryBuffer entries = new EntryBuffer();
    boolean finishing;

    /** Subscriptions that have not started, and those that are to be sent a sign. Null if there are none. */
    @Nullable
    PendingStarts pending;

    @Nullable
    LaneSigns signs;

    LaneGroup(TopicCore topic, StreamLane lane, OrderedNotifier notifier) {
        this.topic = topic;
        this.lane = lane;
        this.log = topic.log();
        this.notifier = notifier;
    }

    OrderedNotifier notifier() {
        return notifier;
    }

    StreamLane lane() {
        return lane;
    }

    /** Returns how far these subscribers have read. Any thread. */
    LaneProgress progress() {
        return progress;
    }

    /** Forgets a subscription that has ended. */
    final void forget(TopicSubscription subscription) {
        PendingStart start = removePending(subscription);
        if (start != null) {
            start.onEnded();
        }
        if (signs != null) {
            signs.forget(subscription);
        }
    }

    final LaneSigns signs() {
        if (signs == null) {
            signs = new LaneSigns(topic.config().signs());
        }
        return signs;
    }

    /** Has a subscription that was added wait for its start. */
    void setPending(TopicSubscription subscription, PendingStart start) {
        if (subscription.isActive()) {
            pending = pending == null ? new PendingStarts() : pending;
            pending.add(subscription, start);
        }
    }

    /** Starts a subscription that has waited. */
    void startPending(TopicSubscription subscription, long from, boolean atOldest) {
        removePending(subscription);
        if (subscription.isActive()) {
            subscription.start(this, from, atOldest);
            progress.add(subscription);
            lane.signal(subscription.serverStream());
            lane.signal(this);
        }
    }

    private @Nullable PendingStart removePending(TopicSubscription subscription) {
        if (pending == null) {
            return null;
        }
        PendingStart removed = pending.remove(subscription);
        pending = pending.isEmpty() ? null : pending;
        return removed;
    }

    @Override
    public boolean isPending(TopicSubscription subscription) {
        return pending != null && pending.contains(subscription);
    }

    @Override
    public void onCaughtUp(TopicSubscription subscription) {
        if (signs != null && signs.sendCaughtUp(subscription)) {
            lane.signal(subscription.serverStream());
        }
        if (finishing) {
            lane.execute(() -> signs().finish(subscription));
        }
    }

    @Override
    public EntryLog log() {
        return log.events();
    }

    @Override
    public boolean hasPages() {
        return topic.inHubLog().isPresent();
    }

    @Override
    public Optional<ReplayLog> pages() {
        return topic.inHubLog().map(HubTopic::log);
    }

    @Override
    public ReplayedTopic replayed(TopicSubscription subscription) {
        return ReplayedHubTopic.started(topic, subscription);
    }

    @Override
    public CatchUpReader reader() {
        return log.reader();
    }

    @Override
    public boolean hasSigns() {
        return topic.config().signs().areSent();
    }

    @Override
    public EntryBuffer entries() {
        return entries;
    }

    @Override
    public void onLoss(TopicSubscription subscription, long events) {
        topic.onLoss(subscription, events, notifier);
    }

    @Override
    public Event eventOf(LogEntry entry) {
        return topic.eventOf(entry);
    }

    @Override
    public boolean resumesClients() {
        return log.hasHistory() && topic.config().replayOnSubscribe() < Long.MAX_VALUE;
    }

    @Override
    public boolean isGenerated(NumberedId id) {
        return id.isGeneratedBy(topic.hub().sequence());
    }

    @Override
    public Optional<NumberedId> idBefore(long before) {
        return log.idBefore(before);
    }
}
