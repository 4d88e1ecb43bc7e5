package sse.api.internal.topic;

import org.jspecify.annotations.Nullable;
import sse.api.internal.executor.OrderedNotifier;
import sse.api.internal.history.LogEntry;
import sse.api.internal.stream.StreamLane;
import sse.api.internal.subscription.StreamSubscriptions;
import sse.api.internal.subscription.SubscriptionTable;
import sse.api.internal.subscription.TopicSubscription;
import sse.api.internal.wire.FrameBatch;
import sse.api.internal.wire.WireForm;

/**
 * A topic's subscribers on one lane. Confined to it.
 *
 * <pre>
 *   log      … 41 42 43 44 45 46 47 |head
 *                  ^        ^
 *           catching up   position of all subscribers in step:
 *           alone         45 to 47 are composed once, and the same bytes are written to each
 * </pre>
 *
 * <p>While the lane is busy more is published, so the busier it is the fewer writes an event costs.
 */
final class LaneSubscribers extends LaneGroup {
    private static final int BATCHES_PER_RUN = 4;

    // Confined to the lane.
    private final LaneTables tables = new LaneTables();
    private final InStepTables inStep = tables.inStep;
    private final SubscriptionTable catchingUp = tables.catchingUp;
    private final SubscriptionTable independent = tables.independent;
    private final LaneCompression compression;
    private long position;
    private @Nullable String lastId; // Of the entry that was delivered last.
    private long lastIdEnd; // The position behind it.

    LaneSubscribers(TopicCore topic, StreamLane lane, OrderedNotifier notifier) {
        super(topic, lane, notifier);
        this.compression = new LaneCompression(topic.compressed);
    }

    /** Starts at the log's head. Until then, everything may be needed. */
    void start() {
        position = log.events().head();
        progress.set(position);
    }

    /** Returns true if what is in the log from a position on is retained until these subscribers have read it. */
    boolean isRetained(long from) {
        return position <= from || log.hasHistory();
    }

    /** Adds a subscription that has started. It catches up first. */
    void add(TopicSubscription subscription) {
        if (tables.isEmpty()) {
            lane.add(this);
        }
        progress.add(subscription);
        catchingUp.add(subscription);
        compression.add(subscription);
        if (topic.config().signs().caughtUp().isPresent()) {
            signs().awaitCaughtUp(subscription);
        }
        lane.signal(this);
    }

    @Override
    public boolean restart(TopicSubscription subscription) {
        return topic.starts().restart(subscription, this);
    }

    @Override
    public void makeIndependent(TopicSubscription subscription) {
        if (inStep.contains(subscription)) {
            subscription.leaveStepAt(position);
            noteLastId(subscription);
        }
        removeFromTable(subscription);
        independent.add(subscription);
    }

    private void removeFromTable(TopicSubscription subscription) {
        SubscriptionTable table = tables.of(subscription);
        if (inStep.contains(subscription)) {
            subscription.serverStream().leaveStep();
        }
        if (table != independent) {
            compression.remove(subscription);
        }
        table.remove(subscription);
    }

    @Override
    public void remove(TopicSubscription subscription) {
        removeFromTable(subscription);
        forget(subscription);
        leaveIfEmpty();
        topic.onUnsubscribed(subscription, notifier);
    }

    void leaveIfEmpty() {
        if (tables.isEmpty()) {
            lane.remove(this);
            topic.remove(this);
        }
    }

    /** Returns the subscriptions. */
    LaneTables tables() {
        return tables;
    }

    /** Ends every subscription, or has each end when it has received everything that was published. */
    void onTopicClosed() {
        if (!topic.config().signs().finishesSubscribers()) {
            tables.end();
            return;
        }
        finishing = true;
        if (pending != null) {
            pending.finish(signs());
        }
        lane.signal(this);
    }

    @Override
    protected void onRun(FrameBatch batch, long nowNanos) {
        long head = log.events().head();
        for (int i = 0; i < BATCHES_PER_RUN && position < head; i++) {
            if (inStep.isEmpty()) {
                position = head;
            } else {
                deliver(batch, nowNanos, head);
            }
        }
        if (position < head) {
            lane.signal(this);
        } else if (finishing) {
            finishInStep();
        }
        if (pending != null) {
            pending.onArrival();
        }
        if (progress.update(position, catchingUp, independent, topic.slowBefore())) {
            topic.forgetRead();
        }
        for (int i = independent.count() - 1; i >= 0; i--) {
            lane.signal(independent.get(i).serverStream());
        }
    }

    private void finishInStep() {
        for (WireForm form : InStepTables.FORMS) {
            SubscriptionTable table = inStep.of(form);
            for (int i = table.count() - 1; i >= 0; i = Math.min(i, table.count()) - 1) {
                signs().finish(table.get(i));
            }
        }
        for (int i = catchingUp.count() - 1; i >= 0; i--) {
            lane.signal(catchingUp.get(i).serverStream());
        }
    }

    private void deliver(FrameBatch batch, long nowNanos, long head) {
        batch.clear();
        entries.read(log.events(), position, head);
        int count = entries.addTo(batch);
        write(batch, inStep.of(WireForm.IDENTITY), nowNanos);
        SubscriptionTable compressed = inStep.of(WireForm.GZIP);
        if (compressed.count() > 0) {
            if (count > 0) {
                compression.encode(batch, compressed);
            }
            write(batch, compressed, nowNanos);
        }
        if (count > 0) {
            lastId = entries.get(count - 1).id();
            lastIdEnd = position + count;
        }
        // If nothing could be read, the log has moved past this lane, and each subscriber has fallen behind.
        position = count > 0 ? position + count : head;
    }

    private void write(FrameBatch batch, SubscriptionTable table, long nowNanos) {
        int count = batch.count();
        for (int i = table.count() - 1; i >= 0; i--) {
            TopicSubscription subscription = table.get(i);
            int begun = count == 0 ? 0 : subscription.serverStream().writeShared(batch, nowNanos);
            if (begun < count || count == 0) {
                fallBehind(subscription, table, begun);
            }
        }
    }

    private void fallBehind(TopicSubscription subscription, SubscriptionTable table, int begun) {
        if (!table.contains(subscription)) {
            return; // Its stream was closed by the write.
        }
        table.remove(subscription);
        catchingUp.add(subscription);
        subscription.serverStream().leaveStep();
        subscription.leaveStepAt(position);
        if (begun > 0) {
            LogEntry last = entries.get(begun - 1);
            subscription.advancePast(last);
            StreamSubscriptions.of(subscription.serverStream()).setLastId(last.id());
        } else {
            noteLastId(subscription);
        }
        lane.signal(subscription.serverStream());
    }

    /** Notes what a stream in step has been sent, unless nothing was delivered since it is in step. */
    private void noteLastId(TopicSubscription subscription) {
        if (lastId != null && lastIdEnd == position) {
            StreamSubscriptions.of(subscription.serverStream()).setLastId(lastId);
        }
    }

    @Override
    public boolean isCaughtUp(TopicSubscription subscription) {
        if (isPending(subscription)) {
            return true;
        }
        SubscriptionTable table = inStep.of(subscription);
        if (table.contains(subscription)) {
            return true;
        }
        if (subscription.position() > position) {
            // It was subscribed after an event that this run, which is to come, has not delivered.
            lane.signal(subscription.serverStream());
        } else if (subscription.position() == position) {
            catchingUp.remove(subscription);
            table.add(subscription);
            subscription.setInStep();
            onCaughtUp(subscription);
        }
        return subscription.position() >= position;
    }

    @Override
    public boolean hasReached(TopicSubscription subscription, long target) {
        PendingStart start = pending == null ? null : pending.get(subscription);
        if (start != null) {
            return start.isSkippedByDrain();
        }
        if (!inStep.contains(subscription)) {
            return subscription.position() >= target;
        }
        if (position < target) {
            lane.signal(this);
            lane.signal(subscription.serverStream());
        }
        return position >= target;
    }

    @Override
    protected void onSweep(long nowNanos) {
        entries.clear();
        if (pending != null) {
            pending.onSweep(nowNanos);
        }
        compression.onSweep(nowNanos);
        tables.check(log.reader());
        progress.scan(position, catchingUp, independent, topic.slowBefore());
        topic.forgetRead();
        topic.forgetDecoded();
        log.events().tail(); // Evicts what has become too old.
    }

    @Override
    public long position() {
        return position;
    }
}
