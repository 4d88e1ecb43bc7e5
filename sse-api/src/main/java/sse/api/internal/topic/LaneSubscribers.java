package sse.api.internal.topic;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sse.api.internal.executor.OrderedNotifier;
import sse.api.internal.stream.LaneMember;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.EventLog;
import sse.api.spi.LogEntry;

/**
 * A topic's subscribers on one lane. Confined to it.
 *
 * <pre>
 *   log      … 41 42 43 44 45 46 47 |head
 *                  ^        ^
 *            one that lags  position: everybody who is caught up
 *            goes on alone  the bytes of 45 to 47 are composed once, and written to each
 * </pre>
 *
 * <p>While the lane is busy more is published, so the busier it is the fewer writes an event costs.
 */
final class LaneSubscribers extends LaneMember {
    private static final int BATCH = 256;
    private static final int BUFFERS_PER_TURN = 4;

    // Immutable after construction.
    private final TopicCore topic;
    private final StreamLane lane;
    private final EventLog log;
    private final CatchUpReader catchUp;
    private final OrderedNotifier listenerCalls;

    /** Up to where nobody here needs the log any more. Written by the lane, read by any thread. */
    private volatile long needed;

    // Confined to the lane.
    private final LogEntry[] batch = new LogEntry[BATCH];
    private int composed;
    private final SubscriptionTable caughtUp = new SubscriptionTable();
    private final SubscriptionTable lagging = new SubscriptionTable();
    private final SubscriptionTable apart = new SubscriptionTable();
    private long position;

    LaneSubscribers(TopicCore topic, StreamLane lane, OrderedNotifier listenerCalls) {
        this.topic = topic;
        this.lane = lane;
        this.log = topic.log();
        this.catchUp = topic.catchUp();
        this.listenerCalls = listenerCalls;
    }

    /** Begins where the log is now. Until then, it may need everything. */
    void begin() {
        position = log.head();
        needed = position;
    }

    long needed() {
        return needed;
    }

    /** Says whether what comes from a position on stays in the log until this feed has read it. */
    boolean holds(long from) {
        return position <= from || !topic.isWithoutHistory();
    }

    TopicCore topic() {
        return topic;
    }

    StreamLane lane() {
        return lane;
    }

    EventLog log() {
        return log;
    }

    CatchUpReader catchUp() {
        return catchUp;
    }

    OrderedNotifier listenerCalls() {
        return listenerCalls;
    }

    LogEntry[] batch() {
        return batch;
    }

    /** Takes a subscriber in. It goes on alone until it has reached the others. */
    void add(TopicSubscription cursor) {
        if (isUnused()) {
            lane.add(this);
        }
        needed = Math.min(needed, cursor.position());
        lagging.add(cursor);
        lane.signal(this);
    }

    /** Takes a cursor aside whose stream needs more than this topic's bytes, and so goes on alone for good. */
    void setApart(TopicSubscription cursor) {
        if (caughtUp.contains(cursor)) {
            cursor.leaveOthersAt(position);
        }
        tableOf(cursor).remove(cursor);
        apart.add(cursor);
    }

    void remove(TopicSubscription cursor) {
        tableOf(cursor).remove(cursor);
        leaveIfUnused();
    }

    void leaveIfUnused() {
        if (isUnused()) {
            lane.remove(this);
            topic.remove(this);
        }
    }

    /** Ends every subscription. */
    void end() {
        for (SubscriptionTable table : new SubscriptionTable[] {caughtUp, lagging, apart}) {
            for (int i = table.count() - 1; i >= 0; i--) {
                table.get(i).end();
            }
        }
    }

    private SubscriptionTable tableOf(TopicSubscription cursor) {
        return caughtUp.contains(cursor) ? caughtUp : lagging.contains(cursor) ? lagging : apart;
    }

    private boolean isUnused() {
        return caughtUp.count() + lagging.count() + apart.count() == 0;
    }

    @Override
    protected void onTurn(ByteBuffer scratch, long nowNanos) {
        long head = log.head();
        for (int i = 0; i < BUFFERS_PER_TURN && position < head; i++) {
            if (caughtUp.count() == 0) {
                position = head;
            } else {
                deliver(scratch, nowNanos, head);
            }
        }
        if (position < head) {
            lane.signal(this);
        }
        if (lagging.count() + apart.count() == 0) {
            needed = position;
            topic.forgetRead();
        }
        for (int i = apart.count() - 1; i >= 0; i--) {
            lane.signal(apart.get(i).openStream());
        }
    }

    private void deliver(ByteBuffer scratch, long nowNanos, long head) {
        scratch.clear();
        int count = compose(scratch, (int) Math.min(log.read(position, batch), head - position));
        int bytes = scratch.position();
        for (int i = caughtUp.count() - 1; i >= 0; i--) {
            TopicSubscription cursor = caughtUp.get(i);
            int taken = -1;
            if (bytes > 0) {
                scratch.position(0).limit(bytes);
                taken = cursor.openStream().writeShared(scratch, nowNanos);
            }
            if (taken != bytes || bytes == 0) {
                fallBehind(cursor, count, taken);
            } else {
                lane.counters().countSentEvents(count);
            }
        }
        // Nothing fits, or the log has moved past this lane: each goes on alone and sees for itself.
        position = bytes > 0 ? position + count : head;
    }

    /** Puts entries of the batch into a buffer, as many as fit, and returns how many. */
    int compose(ByteBuffer target, int count) {
        composed = 0;
        while (composed < count && batch[composed].frame().size() <= target.remaining()) {
            batch[composed++].frame().copyTo(target);
        }
        return composed;
    }

    /** Returns how many entries of the batch were put into a buffer last. */
    int composed() {
        return composed;
    }

    private void fallBehind(TopicSubscription cursor, int count, int taken) {
        if (!caughtUp.contains(cursor)) {
            return; // Its stream ended with this write.
        }
        caughtUp.remove(cursor);
        lagging.add(cursor);
        cursor.leaveOthersAt(position);
        cursor.advance(batch, count, taken);
        lane.signal(cursor.openStream());
    }

    /**
     * Says whether there is nothing for a cursor now; one that has reached those that are caught up becomes one of
     * them.
     */
    boolean hasNothingFor(TopicSubscription cursor) {
        if (caughtUp.contains(cursor)) {
            return true;
        }
        if (cursor.position() > position) {
            // It subscribed after an event that this feed, whose turn comes, has not come to yet.
            lane.signal(cursor.openStream());
        } else if (cursor.position() == position) {
            lagging.remove(cursor);
            caughtUp.add(cursor);
        }
        return cursor.position() >= position;
    }

    /**
     * Says whether a cursor has come to a position; as long as those that are caught up have not, its stream looks
     * again after their turn.
     */
    boolean hasBrought(TopicSubscription cursor, long target) {
        if (!caughtUp.contains(cursor)) {
            return cursor.position() >= target;
        }
        if (position < target) {
            lane.signal(this);
            lane.signal(cursor.openStream());
        }
        return position >= target;
    }

    /**
     * Reads what comes next for a cursor into the batch; zero if its stream has been cut off, is told something first,
     * or joins the others with its next turn.
     */
    int readFor(TopicSubscription cursor) {
        int count = catchUp.tell(cursor) ? 0 : catchUp.read(cursor, position, batch);
        if (count == 0 && !cursor.openStream().isOver()) {
            lane.signal(cursor.openStream());
        }
        return count;
    }

    @Override
    protected void onSweep(long nowNanos) {
        Arrays.fill(batch, null); // The log decides how long an entry is held.
        long least = position;
        for (SubscriptionTable table : new SubscriptionTable[] {lagging, apart}) {
            for (int i = table.count() - 1; i >= 0; i = Math.min(i, table.count()) - 1) {
                least = Math.min(least, table.get(i).position());
                check(table.get(i));
            }
        }
        needed = least;
        topic.forgetRead();
        log.tail(); // Lets go of what has become too old.
    }

    private void check(TopicSubscription cursor) {
        catchUp.check(cursor);
        if (cursor.openStream().follower() instanceof TransformReader pump) {
            pump.onSweep();
        }
    }
}
