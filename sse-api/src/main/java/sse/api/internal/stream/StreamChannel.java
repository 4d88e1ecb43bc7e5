package sse.api.internal.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Headers;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.Frame;
import sse.api.spi.StreamConnection;

/**
 * The half of a stream that lives on its lane: how what waits gets to the connection, and what ends it. What is not
 * said to be for any thread is confined to the lane.
 *
 * <pre>
 *            send, every, sendAll            (any thread)
 *                    |
 *                 outbox  ── ended? ──>  CLOSED
 *                    | signal
 *  OPEN ── turn: gather, write ──> blocked ── writable ──> turn …
 *    | ended and empty: finish     | no progress for the write timeout: abort
 *    | overflow: abort             | peer gone
 *    v                             v
 *   OVER: off the lane, releases run, onClose runs  ── closed ──>  gone, counted out
 * </pre>
 */
public abstract class StreamChannel extends LaneMember implements ConnectionListener {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final Frame HEARTBEAT = Frame.of(Event.comment(""));

    // Immutable after construction.
    final StreamLane lane;
    final StreamContext site;
    final SendQueue outbox;

    // Written by the lane, read by any thread.
    private volatile boolean over;

    // Confined to the lane.
    private @Nullable StreamConnection connection;
    private long lastActivityNanos;
    private boolean blocked;
    private boolean takesTurns;
    private boolean isFollowersTurn;
    private @Nullable FrameSource follower;
    private @Nullable DrainRequest parting;

    StreamChannel(StreamLane lane, StreamContext site) {
        this.lane = lane;
        this.site = site;
        this.outbox = new SendQueue(site.options().sendQueueBytes(), lane.counters());
    }

    /** Is told when the stream has ended and is off the lane. */
    abstract void onOver(CloseReason reason);

    /** Is told when its connection is gone. */
    abstract void onGone();

    /** Opens the response. */
    final void connect(Exchange exchange, Headers headers) {
        lastActivityNanos = lane.nanoTime();
        lane.add(this);
        try {
            connection = exchange.open(headers, this);
        } catch (Exception | Error notOpened) {
            lane.remove(this);
            throw notOpened;
        }
        lane.signal(this);
    }

    /**
     * Ends the stream for the server's shutdown: after what is there now of what it follows, and some last frames. One
     * that ends already, ends as it would.
     */
    public final void part(List<Frame> last) {
        if (outbox.ended().isEmpty()) {
            partAfterRest(last);
        }
    }

    /**
     * Sees to it that the stream ends after what is there of what it follows. A subscription that its user has made is
     * a task that waits for this lane, which is first come, first served: what the stream is to follow is known behind
     * it.
     */
    private void partAfterRest(List<Frame> last) {
        DrainRequest ending = new DrainRequest(last);
        parting = ending;
        Runnable behindSubscriptions = () -> {
            ending.becomesDue(restIsSent());
            lane.signal(this);
        };
        try {
            lane.execute(behindSubscriptions);
        } catch (Exception | Error notTaken) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a lane did not take the end of a stream, which may miss its last subscriptions",
                    notTaken);
            behindSubscriptions.run();
        }
    }

    private BooleanSupplier restIsSent() {
        if (follower == null) {
            return () -> true;
        }
        try {
            BooleanSupplier sent = follower.untilNow();
            return () -> follower == null || sent.getAsBoolean();
        } catch (Exception | Error failure) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a stream ends without the rest of what it follows, which threw",
                    failure);
            return () -> true;
        }
    }

    final void endWith(List<Frame> last) {
        last.forEach(outbox::offerControl);
        end(CloseReason.SHUTDOWN);
    }

    /** Lets what waits be sent, and nothing more. Any thread. */
    final void end(CloseReason reason) {
        if (outbox.end(reason)) {
            onEnd();
        }
    }

    /** Lets go who waits for room, and has the lane see that the outbox has ended. Any thread. */
    final void onEnd() {
        wake(outbox.release(), false);
        lane.signal(this);
    }

    @Override
    protected final void onTurn(ByteBuffer scratch, long nowNanos) {
        if (over || connection == null) {
            return;
        }
        CloseReason reason = outbox.ended().orElse(null);
        if (reason == CloseReason.OVERFLOW) {
            cutOff(reason);
            return;
        }
        if (!blocked && isFollowersTurn && !pull(scratch, nowNanos)) {
            return;
        }
        if (!blocked && !flush(connection, scratch, nowNanos)) {
            return;
        }
        if (!blocked && !isAtItsEnd(reason) && !pull(scratch, nowNanos)) {
            return;
        }
        if (isAtItsEnd(reason) && reason != null && outbox.isEmpty()) {
            connection.finish();
            leave();
        }
    }

    /** Writes one buffer's worth; what is left gets a turn after the others. Returns false if the stream is over. */
    private boolean flush(StreamConnection to, ByteBuffer scratch, long nowNanos) {
        scratch.clear();
        if (outbox.peek(scratch) == 0) {
            takesTurns = true;
            return true;
        }
        scratch.flip();
        int taken = write(to, scratch, nowNanos);
        if (taken < 0) {
            return false;
        }
        isFollowersTurn = takesTurns && taken > 0;
        wake(outbox.commit(taken), true);
        if (!blocked && !outbox.isEmpty()) {
            lane.signal(this);
        }
        return true;
    }

    /** Wakes who waits; by index, because an iterator for each write would be garbage. */
    private static void wake(List<CapacityListener> waiters, boolean open) {
        for (int i = 0; i < waiters.size(); i++) {
            waiters.get(i).wake(open);
        }
    }

    /**
     * Says whether nothing is to come any more but what waits, and takes no more events then. One that its user has
     * closed is still to get the rest of what it follows.
     */
    private boolean isAtItsEnd(@Nullable CloseReason reason) {
        if (reason != null && reason != CloseReason.COMPLETED) {
            return true;
        }
        if (reason != null && parting == null) {
            partAfterRest(List.of());
        }
        DrainRequest ending = parting;
        if (ending == null || !ending.isDue()) {
            return false;
        }
        endWith(ending.last());
        return true;
    }

    /** Ends, if its user has closed it, without the rest of what it follows: it will not come. */
    final void forgoRest() {
        parting = new DrainRequest(List.of());
        parting.becomesDue(() -> true);
        lane.signal(this);
    }

    /** Writes one buffer's worth of what the stream follows, if it is its turn. Returns false if the stream is over. */
    private boolean pull(ByteBuffer scratch, long nowNanos) {
        FrameSource source = follower;
        if (source == null || !(outbox.isEmpty() || (isFollowersTurn && outbox.isBetweenFrames()))) {
            return true;
        }
        scratch.clear();
        if (!source.compose(scratch)) {
            isFollowersTurn = false;
            return !over;
        }
        scratch.flip();
        int taken = write(Objects.requireNonNull(connection), scratch, nowNanos);
        if (taken < 0) {
            return false;
        }
        source.taken(taken);
        isFollowersTurn &= taken == 0;
        if (!blocked) {
            lane.signal(this);
        }
        return true;
    }

    /** Returns how many bytes were taken, or -1 if the peer is gone and the stream over. */
    private int write(StreamConnection to, ByteBuffer bytes, long nowNanos) {
        try {
            int taken = to.write(bytes);
            lastActivityNanos = nowNanos;
            lane.counters().countSentBytes(taken);
            blocked = bytes.hasRemaining();
            return taken;
        } catch (IOException peerGone) {
            cutOff(CloseReason.CLIENT_GONE);
            return -1;
        } catch (Exception | Error bug) {
            LOG.log(System.Logger.Level.ERROR, "bug: a transport's write failed", bug);
            cutOff(CloseReason.FAILED);
            return -1;
        }
    }

    /**
     * Writes bytes that many streams share, if nothing must go before them.
     *
     * @return how many were taken; -1 if this is not the moment, or the stream is over
     */
    public final int writeShared(ByteBuffer bytes, long nowNanos) {
        boolean ready = connection != null && !over && !blocked && outbox.isIdle();
        return ready ? write(Objects.requireNonNull(connection), bytes, nowNanos) : -1;
    }

    /**
     * Puts a frame before everything that waits, also after the end: its first bytes are gone already, or it is too
     * large for the lane's buffer.
     */
    public final void finishFrame(Frame frame, int bytesGone) {
        outbox.pushFront(frame, bytesGone);
    }

    /** Appends a frame of the library's own without regard to the limit. */
    public final void append(Frame frame) {
        outbox.offerControl(frame);
    }

    /** Counts events of what it follows that are on their way. */
    public final void countSent(int events) {
        lane.counters().countSentEvents(events);
    }

    /**
     * Makes the stream follow a source, besides what is sent to it: after what has been sent before, and then in turn,
     * so that neither waits for the end of the other.
     */
    public final void follow(@Nullable FrameSource source) {
        follower = source;
        takesTurns = false;
        lane.signal(this);
    }

    /** Returns what it follows. */
    public final @Nullable FrameSource follower() {
        return follower;
    }

    /** Ends the stream at once, whatever waits. */
    public final void cutOff(CloseReason reason) {
        if (!over) {
            outbox.end(unlessParting(reason));
            Objects.requireNonNull(connection).abort();
            leave();
        }
    }

    /** The first reason counts, and while it is parting that is the shutdown. */
    private CloseReason unlessParting(CloseReason reason) {
        return parting == null ? reason : CloseReason.SHUTDOWN;
    }

    /** Returns whether it is off the lane. Any thread. */
    public final boolean isOver() {
        return over;
    }

    /** Returns where it lives. */
    public final StreamLane lane() {
        return lane;
    }

    @Override
    public final void writable() {
        blocked = false;
        lane.signal(this);
    }

    @Override
    public final void closed() {
        if (!over) {
            outbox.end(unlessParting(CloseReason.CLIENT_GONE));
            leave();
        }
        onGone();
    }

    @Override
    protected final void onSweep(long nowNanos) {
        long silence = nowNanos - lastActivityNanos;
        if (blocked) {
            if (silence >= site.options().writeTimeout().toNanos()) {
                cutOff(CloseReason.TIMED_OUT);
            }
            return;
        }
        if (silence >= heartbeatAfterNanos() && outbox.offerIfEmpty(HEARTBEAT)) {
            lane.signal(this);
        }
    }

    /**
     * From three quarters to seven eighths of the period: the sweep comes up to an eighth late. Half a period less if
     * the connection hears nothing of its peer: the first write to one that has left is taken, and only the second
     * shows it.
     */
    private long heartbeatAfterNanos() {
        Optional<Duration> heartbeat = site.options().heartbeat();
        if (heartbeat.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long eighth = heartbeat.get().toNanos() / 8;
        long spread = (laneIndex * 0x9E3779B97F4A7C15L) >>> 56;
        long eighths = Objects.requireNonNull(connection).noticesPeerEnd() ? 6 : 2;
        return eighth * eighths + eighth * spread / 256;
    }

    /** Takes the stream, which has ended, off the lane. */
    private void leave() {
        over = true;
        lane.remove(this);
        wake(outbox.clear(), false);
        if (follower != null) {
            follower.left();
        }
        onOver(outbox.ended().orElseThrow());
    }
}
