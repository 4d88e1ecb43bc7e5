package sse.api.internal.stream;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.Frame;

/**
 * Writes a stream's frames to its connection: those of its send queue and those of its source, in turn, one batch at a
 * time. Confined to the lane. A superclass and not a part of the stream, because each object counts where there are
 * many streams.
 *
 * <pre>
 *   send queue ── peek ──┐                                ┌── commit ──> send queue
 *                        ├──> batch ── write ── settle ───┤
 *   source ────── fill ──┘                                └── onWritten ──> source
 *                                                         └── the rest of a frame that was cut ──> front of the queue
 * </pre>
 *
 * <p>While the connection accepts less than it was given, the stream is blocked until the connection is writable. Now
 * and then it tries a write all the same: a kernel accepts bytes when the peer has taken some, but reports room only if
 * much of its buffer is free, so that a slow peer which reads all the time would seem to be stalled.
 */
abstract class StreamWriter extends WireStream {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final int PROBES = 8;

    // Immutable after construction.
    final SendQueue queue;

    // Confined to the lane.
    private long lastActivityNanos;
    private boolean blocked;
    private boolean probing;
    private Turn turn = Turn.QUEUE_UNTIL_EMPTY;
    private @Nullable FrameSource source;

    /** What is written next, where both the send queue and the source have frames: they alternate. */
    private enum Turn {
        /** The queue, whose frames were sent before the source was set. */
        QUEUE_UNTIL_EMPTY,
        QUEUE,
        SOURCE
    }

    StreamWriter(StreamLane lane, StreamContext context) {
        super(lane, context);
        this.queue = new SendQueue(context.options().sendQueueBytes(), lane.counters());
        this.lastActivityNanos = lane.nanoTime();
    }

    /** Returns true from the opening of the response until the stream is closed. */
    abstract boolean isConnected();

    /**
     * Has the user's function called for a heartbeat. Returns false if there is none, or its event is not to be waited
     * for any longer.
     */
    abstract boolean requestHeartbeat(long silenceNanos);

    /** Closes the stream at once, and drops what is queued. */
    abstract void abort(CloseReason reason);

    /** Writes one batch of the source's frames if the queue has written last, and may have more. */
    final void writeSourceIfNext(FrameBatch batch, long nowNanos) {
        if (turn == Turn.SOURCE) {
            writeSource(batch, nowNanos);
        }
    }

    /** Writes one batch of queued frames; further ones are written after the lane's other members. */
    final void writeQueue(FrameBatch batch, long nowNanos) {
        if (!canWrite()) {
            return;
        }
        batch.clear();
        queue.peek(batch);
        if (batch.isEmpty()) {
            turn = turn == Turn.SOURCE ? Turn.SOURCE : Turn.QUEUE;
            return;
        }
        encodeHeartbeat(batch);
        int accepted = write(batch, nowNanos);
        if (accepted < 0) {
            return;
        }
        if (turn != Turn.QUEUE_UNTIL_EMPTY) {
            turn = accepted > 0 ? Turn.SOURCE : Turn.QUEUE;
        }
        CapacityListener.signal(
                queue.commit(
                        batch.completed(), batch.cutOffset(), context.options().overflowPolicy()),
                true);
        if (!blocked && !queue.isEmpty()) {
            lane.signal(this);
        }
    }

    /** Writes one batch of the source's frames, if it is the source's turn. */
    final void writeSource(FrameBatch batch, long nowNanos) {
        FrameSource from = source;
        boolean isItsTurn = queue.isEmpty() || (turn == Turn.SOURCE && queue.isBetweenFrames());
        if (!isItsTurn || !canWrite()) {
            return;
        }
        batch.clear();
        if (from != null) {
            from.fill(batch);
        }
        if (from == null || batch.isEmpty()) {
            turn = turn == Turn.SOURCE ? Turn.QUEUE : turn;
            if (queue.isEmpty()) {
                connection().abandonRest();
            }
            return;
        }
        if (from.isShareable()) {
            encodeApart(batch);
        }
        int accepted = writeFrames(batch, nowNanos);
        if (accepted < 0) {
            return;
        }
        from.onWritten(batch.begun());
        if (turn == Turn.SOURCE && accepted > 0) {
            turn = Turn.QUEUE;
        }
        if (!blocked) {
            lane.signal(this);
        }
    }

    /**
     * Writes a batch that many streams share, unless other frames have to be sent first or the connection is full.
     *
     * @return how many of its frames have begun
     */
    public final int writeShared(FrameBatch batch, long nowNanos) {
        boolean ready = canWrite() && queue.isIdle();
        return ready && writeFrames(batch, nowNanos) > 0 ? batch.begun() : 0;
    }

    /** Writes a batch of the source's frames. One that is cut is finished by the send queue, before anything else. */
    private int writeFrames(FrameBatch batch, long nowNanos) {
        int accepted = write(batch, nowNanos);
        if (accepted > 0) {
            lane.counters().countSentEvents(batch.begun());
            Frame cut = batch.cutFrame();
            if (cut != null) {
                queue.pushFront(cut, batch.cutOffset());
                if (!blocked) {
                    lane.signal(this);
                }
            }
        }
        return accepted;
    }

    /** Returns how many bytes were accepted, or -1 if the peer is gone and the stream closed. */
    private int write(FrameBatch batch, long nowNanos) {
        try {
            int accepted = batch.writeTo(connection());
            if (accepted > 0 || !probing) {
                lastActivityNanos = nowNanos;
            } else if (nowNanos - lastActivityNanos >= context.writeTimeoutNanos()
                    && connection().isStalled()) {
                abort(CloseReason.TIMED_OUT);
                return -1;
            }
            probing = false;
            countSentBytes(accepted);
            blocked = accepted < batch.length();
            batch.settle(accepted);
            return accepted;
        } catch (IOException peerGone) {
            abort(CloseReason.CLIENT_GONE);
            return -1;
        } catch (Exception | Error bug) {
            LOG.log(System.Logger.Level.ERROR, "bug: a transport's write failed", bug);
            abort(CloseReason.FAILED);
            return -1;
        }
    }

    /**
     * Ends the content, behind everything else. Returns true if the response can be finished; otherwise the stream runs
     * again when it is writable, or is closed.
     */
    final boolean completeContent() {
        try {
            blocked = blocked || !completeForm();
            return !blocked;
        } catch (IOException peerGone) {
            abort(CloseReason.CLIENT_GONE);
            return false;
        } catch (Exception | Error bug) {
            LOG.log(System.Logger.Level.ERROR, "bug: a transport's write failed", bug);
            abort(CloseReason.FAILED);
            return false;
        }
    }

    /**
     * Sets the source of frames besides the send queue. Frames that were sent before go first; then the two alternate.
     */
    public final void setSource(FrameSource from) {
        source = from;
        turn = Turn.QUEUE_UNTIL_EMPTY;
        lane.signal(this);
    }

    /** Returns the source, or null if none was set. */
    public final @Nullable FrameSource source() {
        return source;
    }

    /** Queues a control frame behind all others, also if the stream drains. */
    public final void sendControl(Frame frame) {
        queue.appendControl(frame);
    }

    /** Queues a control frame before all others. Called by the source while it fills a batch. */
    public final void sendControlFirst(Frame frame) {
        queue.pushFront(frame, 0);
    }

    /** Returns an event that only sets the client's last event id; empty if the client is to receive none. */
    public final Optional<Frame> resumePoint(String id) {
        return context.controlFrames().resumePoint(id);
    }

    private boolean canWrite() {
        return !blocked && isConnected();
    }

    /** Writes again after the connection has been full. */
    final void unblock() {
        blocked = false;
        probing = false;
        lane.signal(this);
    }

    final boolean isStalled() {
        return blocked && connection().isStalled();
    }

    @Override
    protected void onSweep(long nowNanos) {
        long silence = nowNanos - lastActivityNanos;
        if (blocked || probing) {
            checkProgress(silence, nowNanos);
        } else if (silence
                        >= context.heartbeatAfterNanos(laneIndex, connection().noticesPeerEnd())
                && !requestHeartbeat(silence)) {
            offerHeartbeat(context.controlFrames().heartbeat());
        }
    }

    /** Sends a heartbeat, unless something else is to be sent. */
    final void offerHeartbeat(Frame heartbeat) {
        if (queue.offerControlIfEmpty(heartbeat)) {
            lane.signal(this);
        }
    }

    /** Tries a write eight times within the timeout. The first after it that is not taken ends the stream. */
    private void checkProgress(long silence, long nowNanos) {
        long timeout = context.writeTimeoutNanos();
        if (silence < timeout && !lane.isTurnOf(this, timeout / PROBES)) {
            return;
        }
        if (!connection().isStalled()) {
            lastActivityNanos = nowNanos;
        } else if (probing && silence >= timeout) {
            abort(CloseReason.TIMED_OUT); // There was nothing to try with.
        } else {
            probing = true;
            blocked = false;
            lane.signal(this);
        }
    }
}
