package sse.api.internal.topic;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.EventStream;
import sse.api.Subscription;
import sse.api.internal.stream.FrameSource;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

/**
 * A stream's position in a topic's log. While it is caught up, its feed holds the position for it and all others that
 * are; when its stream falls behind it goes on alone, never past its feed, and rejoins the others when it reaches them.
 *
 * <p>Confined to its lane, but for {@link #cancel} and what it counts.
 */
final class TopicSubscription implements FrameSource, Subscription {
    // Immutable after construction.
    private final ServerEventStream stream;
    private final @Nullable EventTransform view;

    // Written on the lane, read by any thread.
    private volatile long lost;
    private volatile boolean active = true;

    // Confined to the lane.
    private @Nullable LaneSubscribers feed;
    private long position;
    private boolean mayBeginLater;

    /** Its place in the table of its feed that it is in: of those that are caught up, or of those that are not. */
    int index = -1;

    /**
     * Makes a cursor that has not begun.
     *
     * @param now where the log was when the stream was subscribed: what is published afterwards is the stream's
     */
    TopicSubscription(ServerEventStream stream, @Nullable EventTransform view, long now) {
        this.stream = stream;
        this.view = view;
        this.position = now;
    }

    /**
     * Begins to follow. On the lane.
     *
     * @param withOldest whether it begins with what is retained, whatever that is when its turn comes: it loses nothing
     *     then
     */
    void begin(LaneSubscribers on, long from, boolean withOldest) {
        feed = on;
        position = from;
        mayBeginLater = withOldest;
        clientIsHere();
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
        return lost;
    }

    @Override
    public void cancel() {
        stream.lane().execute(this::end);
    }

    ServerEventStream openStream() {
        return stream;
    }

    boolean hasView() {
        return view != null;
    }

    /**
     * Returns what this subscriber gets in the place of an entry; null is nothing. On the executor, if it has a view.
     */
    @Nullable
    Frame view(LogEntry entry) {
        return view == null ? entry.frame() : view.of(entry, feed().topic().eventOf(entry));
    }

    long position() {
        return position;
    }

    /** Notes that the client is sent an id as of here. */
    void clientIsHere() {
        if (view != null) {
            view.clientIsAt(position);
        }
    }

    /**
     * Says whether a client that resumed now would do so in the older half of what is retained, because of its view.
     */
    boolean isClientInOlderHalf() {
        return view != null
                && view.isClientInOlderHalf(feed().log().tail(), feed().log().head());
    }

    /** Falls out of step: goes on alone from a position. */
    void leaveOthersAt(long from) {
        position = from;
        mayBeginLater = false;
    }

    /** Says whether it has had nothing yet, and begins with what is retained when its turn comes. */
    boolean mayBeginLater() {
        return mayBeginLater;
    }

    /** Passes over entries that this stream does not need. */
    void passOverTo(long next) {
        position = next;
    }

    /** Passes over entries that this stream will never get, and counts them. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the lane writes it.
    void skipTo(long next) {
        lost += next - position;
        feed().topic().reportLoss(this, next - position);
        position = next;
    }

    @Override
    public boolean compose(ByteBuffer target) {
        LaneSubscribers feed = feed();
        if (feed.hasNothingFor(this)) {
            return false;
        }
        int count = feed.readFor(this);
        if (count > 0 && feed.compose(target, count) == 0) {
            // Larger than the lane's buffer: the outbox can send it in parts.
            LogEntry first = feed.batch()[0];
            stream.finishFrame(first.frame(), 0);
            stream.countSent(1);
            advancePast(first);
            feed.lane().signal(stream);
            return false;
        }
        return count > 0;
    }

    @Override
    public void taken(int bytes) {
        advance(feed().batch(), feed().composed(), bytes);
    }

    LaneSubscribers feed() {
        return Objects.requireNonNull(feed);
    }

    /** Moves past one entry, and whatever is before it. */
    void advancePast(LogEntry entry) {
        position = entry.position() + 1;
        mayBeginLater = false;
    }

    /** Moves past the entries whose bytes are gone; one that is gone in part is the outbox's to finish. */
    void advance(LogEntry[] entries, int count, int bytes) {
        int left = bytes;
        for (int i = 0; i < count && left > 0; i++) {
            Frame frame = entries[i].frame();
            if (left < frame.size()) {
                stream.finishFrame(frame, left);
            }
            left -= frame.size();
            stream.countSent(1);
            advancePast(entries[i]);
        }
    }

    @Override
    public BooleanSupplier untilNow() {
        long head = feed().log().head();
        return () -> !active || feed().hasBrought(this, head);
    }

    @Override
    public void left() {
        end();
    }

    /** Ends the subscription. On the lane. */
    void end() {
        if (!active) {
            return;
        }
        active = false;
        if (feed == null) {
            return;
        }
        feed.remove(this);
        feed.topic().unsubscribed(this);
        if (stream.follower() instanceof StreamSubscriptions joint) {
            joint.remove(this);
        } else {
            stream.follow(null);
        }
    }
}
