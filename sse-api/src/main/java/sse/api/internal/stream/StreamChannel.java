package sse.api.internal.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.Frame;

/**
 * The half of a stream that lives on its lane: opens the response, writes, and closes the stream. Methods that are not
 * said to be for any thread are confined to the lane.
 *
 * <pre>
 *   OPENING ── connect ──> OPEN ── close, drainAndClose ──> DRAINING ── all sent: finish ──> CLOSED
 *      |                    |                                  |                               ^
 *      └────────────────────┴── abort, onDisconnected ─────────┴───────────────────────────────┘
 *                               (overflow, write timeout, a write fails, the peer is gone)
 *
 *   CLOSED ── the connection is gone, or was never opened ──> DISCONNECTED
 * </pre>
 *
 * <p>The reason is set once, in the send queue, under the lock under which events are accepted: by {@code close} on any
 * thread, before the lane gets to it; by {@code drainAndClose}, for a reason of the server's, only when the source has
 * been drained. While a stream drains, everything is sent that was accepted or published before. In {@code CLOSED} the
 * stream has left its lane; {@link #onClosed} runs then, and {@link #onConnectionClosed} when the connection, which may
 * still flush, is gone, too. If opening fails halfway, the stream is {@code DISCONNECTED} at once.
 */
public abstract class StreamChannel extends StreamWriter implements ConnectionListener {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Written by the lane, read by any thread.
    private volatile StreamState state = StreamState.OPENING;

    // Set by any thread, once, under the send queue's lock.
    private volatile @Nullable Attachments attachments;

    // Confined to the lane.
    private @Nullable Drain drain;

    StreamChannel(StreamLane lane, StreamContext context) {
        super(lane, context);
    }

    /** Called once, when the stream has closed. */
    abstract void onClosed(CloseReason reason);

    /** Called once, when the stream has closed and its connection is gone or was never opened. */
    abstract void onConnectionClosed();

    /** Returns true if a client must see that the stream is not complete when it ends for a reason. */
    abstract boolean isCut(CloseReason reason);

    /** Returns what is attached to the stream. Any thread. */
    final Attachments attachments() {
        Attachments present = attachments;
        if (present == null) {
            synchronized (queue) {
                present = attachments == null ? new Attachments() : attachments;
                attachments = present;
            }
        }
        return present;
    }

    /** Returns what is attached to the stream, or null if nothing has been yet. Any thread. */
    final @Nullable Attachments attachmentsIfPresent() {
        return attachments;
    }

    private @Nullable StreamSchedule schedule() {
        Attachments present = attachments;
        return present == null ? null : present.schedule();
    }

    @Override
    final boolean requestHeartbeat(long silenceNanos) {
        StreamSchedule schedule = schedule();
        return schedule != null && schedule.requestHeartbeat(silenceNanos);
    }

    @Override
    protected final void onSweep(long nowNanos) {
        StreamSchedule schedule = schedule();
        if (schedule != null && isConnected() && drain == null) {
            schedule.onSweep();
        }
        if (isConnected()) {
            super.onSweep(nowNanos);
        }
    }

    /** Opens the response. */
    final void connect(Exchange exchange, StreamHead head) {
        lane.add(this);
        try {
            setConnection(exchange.open(head.status(), head.headers(), this));
        } catch (Exception | Error notOpened) {
            lane.remove(this);
            throw notOpened;
        }
        if (state == StreamState.OPENING) {
            state = StreamState.OPEN;
            head.sendUnlessQueued(queue, connection());
        }
        lane.signal(this);
    }

    @Override
    protected final void onRun(FrameBatch batch, long nowNanos) {
        if (!isConnected()) {
            return;
        }
        CloseReason reason = queue.closeReason().orElse(null);
        if (reason == CloseReason.OVERFLOW && isStalled()) {
            abort(reason);
            return;
        }
        if (reason != CloseReason.OVERFLOW) {
            writeSourceIfNext(batch, nowNanos);
        }
        writeQueue(batch, nowNanos);
        if (isConnected() && !isDrained(reason)) {
            writeSource(batch, nowNanos);
        }
        if (isConnected() && isDrained(reason) && reason != null && queue.isEmpty()) {
            end(reason);
        } else if (isConnected() && reason == CloseReason.OVERFLOW && isStalled()) {
            abort(reason);
        }
    }

    /** Ends the response. Everything that it will have was written, but for the event that ends a complete stream. */
    private void end(CloseReason reason) {
        Optional<Frame> last = drain == null ? Optional.empty() : drain.takeEnd();
        if (last.isPresent()) {
            queue.pushFront(last.get(), 0);
            lane.signal(this);
        } else if (isCut(reason)) {
            connection().truncate();
            detach();
        } else if (completeContent()) {
            connection().finish();
            detach();
        }
    }

    /** Closes the stream: what was accepted before, and what its source has now, is still sent. Any thread. */
    final void close(CloseReason reason) {
        if (queue.close(reason)) {
            onQueueClosed();
        }
    }

    /** Releases producers that wait for capacity, and has the lane close the stream. Any thread. */
    final void onQueueClosed() {
        CapacityListener.signal(queue.takeListeners(), false);
        lane.signal(this);
    }

    /**
     * Closes the stream for a reason, after what its source has now, an event, and a reconnection time, which the event
     * holds if there is one. Does nothing if the stream is being closed already.
     */
    public final void drainAndClose(CloseReason reason, Optional<Event> closingEvent, Optional<Duration> retry) {
        if (queue.closeReason().isEmpty() && drain == null && isConnected()) {
            startDrain(new Drain(reason, context.controlFrames().closing(closingEvent, retry), Optional.empty()));
        }
    }

    /** Closes the stream without what its source still has, if it drains: the source has failed. */
    final void skipDrain() {
        if (isConnected()) {
            state = StreamState.DRAINING;
            drain = Drain.skipped();
            lane.signal(this);
        }
    }

    /**
     * Starts to drain behind the tasks of this lane: a subscription that was made before is such a task, and so is
     * known to the source by then.
     */
    private void startDrain(Drain started) {
        drain = started;
        state = StreamState.DRAINING;
        Runnable behindSubscriptions = () -> {
            started.startUntil(drainTarget());
            lane.signal(this);
        };
        try {
            lane.execute(behindSubscriptions);
        } catch (Exception | Error rejected) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "event loop rejected a stream's close task; pending subscriptions may be lost",
                    rejected);
            behindSubscriptions.run();
        }
    }

    private BooleanSupplier drainTarget() {
        try {
            FrameSource source = source();
            return source == null ? () -> true : source.drainTarget();
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "a stream closes without its topics' last events: a log threw", failure);
            return () -> true;
        }
    }

    /** Returns true if only queued frames remain to be sent. Then the closing frames are among them. */
    private boolean isDrained(@Nullable CloseReason reason) {
        if (reason != null && reason != CloseReason.COMPLETED) {
            state = StreamState.DRAINING;
            return true;
        }
        if (reason != null && state == StreamState.OPEN) {
            startDrain(new Drain(reason, List.of(), context.controlFrames().end()));
        }
        Drain started = drain;
        if (started == null || !started.isDone()) {
            return false;
        }
        started.closingFrames().forEach(queue::offerControl);
        close(started.reason());
        return true;
    }

    /** Closes the stream at once, and drops what is queued. Does nothing if it is closed. */
    @Override
    public final void abort(CloseReason reason) {
        if (!isClosed()) {
            queue.close(unlessDraining(reason));
            connection().abort();
            detach();
        }
    }

    @Override
    public final void writable() {
        unblock();
    }

    @Override
    public final void closed() {
        onDisconnected();
    }

    /**
     * Closes the stream because its connection is gone, or could not be opened. If opening has failed, the end of a
     * connection that exists nevertheless is ignored.
     */
    public final void onDisconnected() {
        if (state == StreamState.DISCONNECTED) {
            return;
        }
        if (!isClosed()) {
            queue.close(unlessDraining(CloseReason.CLIENT_GONE));
            detach();
        }
        state = StreamState.DISCONNECTED;
        onConnectionClosed();
    }

    /** A stream that drains is closed for the reason of that, whatever happens to it meanwhile. */
    private CloseReason unlessDraining(CloseReason reason) {
        Drain started = drain;
        return started == null ? reason : started.reason();
    }

    private void detach() {
        state = StreamState.CLOSED;
        lane.remove(this);
        CapacityListener.signal(queue.clear(), false);
        FrameSource source = source();
        if (source != null) {
            source.onClosed();
        }
        onClosed(queue.closeReason().orElseThrow());
    }

    /** Returns true if the stream has left its lane. Any thread. */
    public final boolean isClosed() {
        StreamState now = state;
        return now == StreamState.CLOSED || now == StreamState.DISCONNECTED;
    }

    @Override
    final boolean isConnected() {
        StreamState now = state;
        return now == StreamState.OPEN || now == StreamState.DRAINING;
    }
}
