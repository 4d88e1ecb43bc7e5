package sse.api.internal.subscription;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Subscription;
import sse.api.internal.history.LogEntry;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.Frame;

/**
 * A stream's subscription to a topic: a position in the topic's log. While it is in step its group holds the position;
 * otherwise it has its own. Confined to the lane, but for {@link #cancel} and what it counts.
 */
public final class TopicSubscription implements Subscription {
    // Immutable after construction.
    private final ServerEventStream stream;
    private final @Nullable EventTransform transform;

    // Written on the lane, read by any thread.
    private volatile long lostEvents;
    private volatile boolean active = true;

    // Confined to the lane.
    private @Nullable SubscriberGroup group;
    private long position;
    private boolean startsAtOldest;
    private boolean gap;
    private boolean slow = true;

    /** The index in its table, or -1. */
    int index = -1;

    /**
     * Creates a subscription that has not started.
     *
     * @param head the log's head: the stream receives what is published from now on
     */
    public TopicSubscription(ServerEventStream stream, @Nullable EventTransform transform, long head) {
        this.stream = stream;
        this.transform = transform;
        this.position = head;
    }

    /**
     * Starts to read the log.
     *
     * @param atOldest true if it starts with the oldest entry that is retained when it is read for the first time: it
     *     loses nothing then
     */
    public void start(SubscriberGroup of, long from, boolean atOldest) {
        group = of;
        position = from;
        startsAtOldest = atOldest;
        noteClientPosition();
    }

    @Override
    public EventStream stream() {
        return stream;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public long lostEvents() {
        return lostEvents;
    }

    @Override
    public void cancel() {
        stream.lane().execute(this::end);
    }

    /** Returns the stream. */
    public ServerEventStream serverStream() {
        return stream;
    }

    /** Returns the position of the next entry, unless it is in step. */
    public long position() {
        return position;
    }

    /** Returns true if it was started. */
    public boolean hasStarted() {
        return group != null;
    }

    /** Returns the group it was started in. */
    SubscriberGroup group() {
        return Objects.requireNonNull(group);
    }

    public boolean hasTransform() {
        return transform != null;
    }

    /** Returns what the stream receives for an entry; null if nothing. On the executor, if there is a transform. */
    @Nullable
    Frame apply(LogEntry entry) {
        return transform == null ? entry.frame() : transform.apply(entry, group().eventOf(entry));
    }

    /** Returns what the stream receives for an entry that is not in memory; null if nothing. On the executor. */
    @Nullable
    Frame applyToReplayed(sse.api.spi.history.LogEntry entry) {
        return transform == null
                ? entry.frame()
                : transform.apply(
                        new LogEntry(0, 0, entry.id().toString(), entry.frame()),
                        entry.frame().event());
    }

    /** Returns what the stream receives for an event of a snapshot, if anything. On the executor. */
    public Optional<Event> applyToSnapshot(Event event) {
        return transform == null ? Optional.of(event) : transform.apply(event);
    }

    /** Notes that the client has been sent, or is being sent, the id of the entry before its position. */
    void noteClientPosition() {
        if (transform != null) {
            transform.setClientPosition(position);
        }
    }

    /** Returns true if a client that resumed now would start in the older half of the log, because of the transform. */
    boolean isClientInOlderHalf() {
        return transform != null
                && transform.isClientInOlderHalf(
                        group().log().tail(), group().log().head());
    }

    /** Sets the position at which it is no longer in step. */
    public void leaveStepAt(long from) {
        position = from;
        startsAtOldest = false;
    }

    /** Returns true if it has read nothing yet, and starts with the oldest entry that is retained then. */
    boolean startsAtOldest() {
        return startsAtOldest;
    }

    /** Starts again with the oldest entry that is retained. */
    void startAtOldest(long from) {
        position = from;
        startsAtOldest = true;
    }

    /** Advances past an entry, and all before it. */
    public void advancePast(LogEntry entry) {
        position = entry.position() + 1;
        startsAtOldest = false;
    }

    /** Advances past entries that the stream does not need. */
    void passOverTo(long next) {
        position = next;
    }

    /** Advances past entries that were evicted before it has read anything: a loss only if it had a gap. */
    void skipUnread(long next) {
        if (lostEvents > 0) {
            skipTo(next);
        } else {
            passOverTo(next);
        }
    }

    /** Advances past entries that the stream will never receive, and counts them. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the lane writes it.
    void skipTo(long next) {
        lostEvents += next - position;
        group().onLoss(this, next - position);
        position = next;
    }

    /** Notes that the next entry was evicted, and that the stream is to be sent the gap event. */
    void setGap() {
        gap = true;
    }

    /** Returns true if the stream is to be sent the gap event before anything else. */
    public boolean hasGap() {
        return gap;
    }

    /** Continues behind pages that have filled its gap. */
    public void continueAt(long next) {
        gap = false;
        position = next;
    }

    /**
     * Advances past a gap. If more is evicted before anything is read, that is the same gap.
     *
     * @return how many events are lost
     */
    public long passGapTo(long next) {
        long from = position;
        gap = false;
        skipTo(next);
        startsAtOldest = true;
        return next - from;
    }

    /** Notes that it does not keep up, until it is in step again. */
    public void setSlow() {
        slow = true;
    }

    /** Notes that it keeps up: it is in step, or has read everything. */
    public void setInStep() {
        slow = false;
    }

    /**
     * Returns true if it keeps up: if it has been in step, or at the end of the log, since it has lost events.
     *
     * @param end the position of the subscriptions in step
     * @param slowBefore a position at which none is that keeps up
     */
    public boolean keepsUp(long end, long slowBefore) {
        slow = (slow || position < slowBefore) && position < end;
        return !slow;
    }

    /** Returns a condition that holds when the stream has been sent everything that is in the log now. */
    BooleanSupplier drainTarget() {
        long head = group().log().head();
        return () -> !active || group().hasReached(this, head);
    }

    /** Ends the subscription. */
    public void end() {
        if (!active) {
            return;
        }
        active = false;
        if (group != null) {
            group.remove(this);
            StreamSubscriptions.of(stream).remove(this);
        } else {
            stream.lane().signal(stream); // A replay may hold until something arrives for it.
        }
    }
}
