package sse.api.internal.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sse.api.AttributeKey;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Frame;
import sse.api.Headers;
import sse.api.SendResult;
import sse.api.StreamRequest;
import sse.api.Ticker;
import sse.api.internal.flight.Flight;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

/**
 * One open stream.
 *
 * <pre>
 *            send, every, sendAll            (any thread)
 *                    |
 *                 outbox  ── ended? ──>  CLOSED
 *                    | signal
 *  OPEN ── turn: gather, write ──> blocked ── writable ──> turn …        (lane)
 *    | ended and empty: finish     | no progress for the write timeout: abort
 *    | overflow: abort             | peer gone
 *    v                             v
 *   OVER: off the lane, releases run, onClose runs  ── closed ──>  gone, counted out
 * </pre>
 */
public final class OpenStream extends LaneMember implements EventStream, ConnectionListener {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final Frame HEARTBEAT = Frame.of(Event.comment(""));

    // Immutable after construction.
    private final StreamLane lane;
    private final StreamSite site;
    private final StreamRequest request;
    private final Outbox outbox;

    // Set by any thread, once, under the outbox's lock; most streams have neither while they are open.
    private volatile @Nullable StreamEnd end;
    private volatile @Nullable Map<AttributeKey<?>, Object> attributes;

    // Confined to the lane.
    private @Nullable StreamConnection connection;
    private long lastActivityNanos;
    private boolean blocked;
    private boolean over;
    private @Nullable Follower follower;
    private @Nullable Parting parting;

    /**
     * Makes a stream that takes events and is not connected yet.
     *
     * @param lane where it lives
     * @param site what it shares with the other streams of its route
     * @param request what opened it
     */
    public OpenStream(StreamLane lane, StreamSite site, StreamRequest request) {
        this.lane = lane;
        this.site = site;
        this.request = request;
        this.outbox = new Outbox(site.options().outboxBytes(), lane.counters());
    }

    /** Opens the response and hands the stream to its handler. On the lane. */
    public void open(Exchange exchange, Headers headers) {
        outbox.offerOwn(site.prelude());
        record();
        connect(exchange, headers);
        runOn(site.opener(), "a stream's handler threw", () -> site.handler().onOpen(this));
    }

    private void record() {
        Flight.StreamRecord record = Flight.beginStream(request);
        if (record != null) {
            release(() -> record.end(outbox.ended().orElseThrow(), outbox.droppedEvents()));
        }
    }

    /** Opens the response only to send one frame. On the lane. */
    public void openAndEnd(Exchange exchange, Headers headers, Frame only) {
        endWith(List.of(only));
        connect(exchange, headers);
    }

    /** Ends the stream for the server's shutdown: after what is there now of what it follows, and some last frames. On the lane. */
    public void part(List<Frame> last) {
        if (follower == null) {
            endWith(last);
        } else {
            parting = new Parting(follower.untilNow(), last);
            lane.signal(this);
        }
    }

    private void endWith(List<Frame> last) {
        last.forEach(outbox::offerOwn);
        end(CloseReason.SHUTDOWN);
    }

    private void connect(Exchange exchange, Headers headers) {
        lastActivityNanos = lane.nanoTime();
        lane.add(this);
        connection = exchange.open(headers, this);
        lane.signal(this);
    }

    // ---- any thread ----

    @Override
    public StreamRequest request() {
        return request;
    }

    @Override
    public SendResult send(Event event) {
        return switch (outbox.offer(Frame.of(event), site.options().overflow())) {
            case ACCEPTED -> {
                lane.signal(this);
                yield SendResult.ACCEPTED;
            }
            case DROPPED, FULL -> SendResult.DROPPED;
            case OVERFLOWED -> {
                lane.signal(this);
                yield SendResult.CLOSED;
            }
            case ENDED -> SendResult.CLOSED;
        };
    }

    @Override
    public SendResult send(Event event, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        SendResult result = new BlockedSender(outbox, Frame.of(event)).await(timeout);
        if (result == SendResult.ACCEPTED) {
            lane.signal(this);
        }
        return result;
    }

    /** Appends a frame and says so, or registers who waits. After the end neither. */
    boolean offerOrWait(Frame frame, Waiter waiter) {
        boolean accepted = outbox.offerOrWait(frame, waiter) == Outbox.Offer.ACCEPTED;
        if (accepted) {
            lane.signal(this);
        }
        return accepted;
    }

    @Override
    @SuppressWarnings("unchecked") // A consumer of events is a consumer of any kind of event.
    public void sendAll(Flow.Publisher<? extends Event> publisher) {
        ((Flow.Publisher<Event>) Objects.requireNonNull(publisher, "publisher")).subscribe(new PublisherFeed(this));
    }

    @Override
    public void every(Duration period, Supplier<Event> supplier) {
        Objects.requireNonNull(supplier, "supplier");
        AtomicBoolean running = new AtomicBoolean();
        Ticker.Task task = site.ticker().every(period, () -> {
            if (isOpen() && running.compareAndSet(false, true)) {
                runUserCode("a stream's ticking supplier threw", () -> {
                    send(Objects.requireNonNull(supplier.get(), "supplier must not return null"));
                    running.set(false);
                });
            }
        });
        release(task::cancel);
    }

    @Override
    public void onClose(Consumer<CloseReason> action) {
        streamEnd().onClose(Objects.requireNonNull(action, "action"), site.closeExecutor());
    }

    /** Runs something of the library's when the stream is over, on the lane; now if it is. */
    void release(Runnable release) {
        streamEnd().release(release);
    }

    @Override
    public void onWritable(Runnable action) {
        Objects.requireNonNull(action, "action");
        boolean waits = outbox.waitForLowWater(open -> {
            if (open) {
                runUserCode("an onWritable action threw", action::run);
            }
        });
        if (!waits) {
            runUserCode("an onWritable action threw", action::run);
        }
    }

    @Override
    public boolean isWritable() {
        return outbox.isWritable();
    }

    @Override
    public boolean isOpen() {
        return outbox.ended().isEmpty();
    }

    @Override
    public Optional<CloseReason> closeReason() {
        return outbox.ended();
    }

    @Override
    public void close() {
        end(CloseReason.COMPLETED);
    }

    @Override
    public int pendingBytes() {
        return outbox.pendingBytes();
    }

    @Override
    public long droppedEvents() {
        return outbox.droppedEvents();
    }

    @Override
    public <T> Optional<T> attribute(AttributeKey<T> key) {
        Objects.requireNonNull(key, "key");
        Map<AttributeKey<?>, Object> map = attributes;
        return map == null
                ? Optional.empty()
                : Optional.ofNullable(map.get(key)).map(key.type()::cast);
    }

    @Override
    public <T> void attribute(AttributeKey<T> key, T value) {
        T checked = key.type().cast(Objects.requireNonNull(value, "value"));
        Map<AttributeKey<?>, Object> map = attributes;
        if (map == null) {
            synchronized (outbox) {
                map = attributes == null ? new ConcurrentHashMap<>(4) : attributes;
                attributes = map;
            }
        }
        map.put(key, checked);
    }

    /** Ends the stream because user code failed. */
    void fail(String what, Throwable failure) {
        if (outbox.end(CloseReason.FAILED)) {
            LOG.log(System.Logger.Level.ERROR, what, failure);
            lane.signal(this);
        } else {
            LOG.log(System.Logger.Level.DEBUG, "on a stream that had ended: " + what, failure);
        }
    }

    /** User code that belongs to this stream. */
    public interface UserCode {
        /** Runs it. */
        void run() throws Exception;
    }

    /** Runs user code on the executor; if it throws, this stream fails and nothing else. */
    public void runUserCode(String failureText, UserCode code) {
        runOn(site.executor(), failureText, code);
    }

    private void runOn(Executor executor, String failureText, UserCode code) {
        try {
            executor.execute(() -> runHere(failureText, code));
        } catch (RejectedExecutionException rejected) {
            fail("the server's executor must not reject what a stream needs", rejected);
        }
    }

    private void runHere(String failureText, UserCode code) {
        try {
            code.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            end(CloseReason.FAILED);
        } catch (Exception | Error failure) {
            fail(failureText, failure);
        }
    }

    private StreamEnd streamEnd() {
        StreamEnd present = end;
        if (present == null) {
            synchronized (outbox) {
                present = end == null ? new StreamEnd() : end;
                end = present;
            }
        }
        return present;
    }

    private void end(CloseReason reason) {
        if (outbox.end(reason)) {
            lane.signal(this);
        }
    }

    // ---- on the lane ----

    @Override
    protected void onTurn(ByteBuffer scratch, long nowNanos) {
        if (over || connection == null) {
            return;
        }
        CloseReason reason = outbox.ended().orElse(null);
        if (reason == CloseReason.OVERFLOW) {
            cutOff(reason);
            return;
        }
        if (!blocked && !flush(connection, scratch, nowNanos)) {
            return;
        }
        if (!blocked && reason == null && (partIfDue() || !pull(scratch, nowNanos) || partIfDue())) {
            return;
        }
        if (reason != null && outbox.isEmpty()) {
            connection.finish();
            leave();
        }
    }

    /** Writes one buffer's worth; what is left gets a turn after the others. Returns false if the stream is over. */
    private boolean flush(StreamConnection to, ByteBuffer scratch, long nowNanos) {
        if (outbox.gather(scratch) == 0) {
            return true;
        }
        scratch.flip();
        int taken = write(to, scratch, nowNanos);
        if (taken < 0) {
            return false;
        }
        wake(outbox.taken(taken), true);
        if (!blocked && !outbox.isEmpty()) {
            lane.signal(this);
        }
        return true;
    }

    /** Wakes who waits; by index, because an iterator for each write would be garbage. */
    private static void wake(List<Waiter> waiters, boolean open) {
        for (int i = 0; i < waiters.size(); i++) {
            waiters.get(i).wake(open);
        }
    }

    /** Returns whether it has ended now. */
    private boolean partIfDue() {
        Parting ending = parting;
        if (ending == null || (follower != null && !ending.isDue().getAsBoolean())) {
            return false;
        }
        endWith(ending.last());
        return true;
    }

    /** Writes one buffer's worth of what the stream follows, if it is its turn. Returns false if the stream is over. */
    private boolean pull(ByteBuffer scratch, long nowNanos) {
        Follower source = follower;
        if (source == null || !outbox.isEmpty()) {
            return true;
        }
        scratch.clear();
        if (!source.compose(scratch)) {
            return !over;
        }
        scratch.flip();
        int taken = write(Objects.requireNonNull(connection), scratch, nowNanos);
        if (taken < 0) {
            return false;
        }
        source.taken(taken);
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
        } catch (RuntimeException | Error bug) {
            LOG.log(System.Logger.Level.ERROR, "bug: a transport's write failed", bug);
            cutOff(CloseReason.FAILED);
            return -1;
        }
    }

    /**
     * Writes bytes that many streams share, if nothing must go before them. On the lane.
     *
     * @return how many were taken; -1 if this is not the moment, or the stream is over
     */
    public int writeShared(ByteBuffer bytes, long nowNanos) {
        boolean ready = connection != null && !over && !blocked && outbox.isIdle();
        return ready ? write(Objects.requireNonNull(connection), bytes, nowNanos) : -1;
    }

    /** Puts a frame before everything that waits, its first bytes being gone already. On the lane. */
    public void finishFrame(Frame frame, int bytesGone) {
        outbox.putFirst(frame, bytesGone);
    }

    /** Appends a frame of the library's own without regard to the limit. On the lane. */
    public void append(Frame frame) {
        outbox.offerOwn(frame);
    }

    /** Counts events of what it follows that are on their way. On the lane. */
    public void countSent(int events) {
        lane.counters().countSentEvents(events);
    }

    /** Makes the stream follow a source, besides what is sent to it. On the lane. */
    public void follow(@Nullable Follower source) {
        follower = source;
        lane.signal(this);
    }

    /** Returns what it follows. On the lane. */
    public @Nullable Follower follower() {
        return follower;
    }

    /** Ends the stream at once, whatever waits. On the lane. */
    public void cutOff(CloseReason reason) {
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

    /** Returns whether it is off the lane. On the lane. */
    public boolean isOver() {
        return over;
    }

    /** Returns where it lives. */
    public StreamLane lane() {
        return lane;
    }

    @Override
    public void writable() {
        blocked = false;
        lane.signal(this);
    }

    @Override
    public void closed() {
        if (!over) {
            outbox.end(unlessParting(CloseReason.CLIENT_GONE));
            leave();
        }
        site.onGone().accept(this);
    }

    @Override
    protected void onSweep(long nowNanos) {
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

    /** From three quarters to seven eighths of the period: the sweep comes up to an eighth late. */
    private long heartbeatAfterNanos() {
        Optional<Duration> heartbeat = site.options().heartbeat();
        if (heartbeat.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long eighth = heartbeat.get().toNanos() / 8;
        long spread = (laneIndex * 0x9E3779B97F4A7C15L) >>> 56;
        return eighth * 6 + eighth * spread / 256;
    }

    /** Takes the stream, which has ended, off the lane. */
    private void leave() {
        over = true;
        lane.remove(this);
        wake(outbox.clear(), false);
        if (follower != null) {
            follower.left();
        }
        streamEnd().complete(outbox.ended().orElseThrow(), site.closeExecutor());
    }
}
