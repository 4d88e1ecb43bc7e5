package sse.api.internal.stream;

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
import sse.api.Headers;
import sse.api.SendResult;
import sse.api.StreamRequest;
import sse.api.Ticker;
import sse.api.internal.jfr.JfrEvents;
import sse.api.internal.time.DurationRange;
import sse.api.spi.Exchange;
import sse.api.spi.Frame;

/**
 * One open stream, as its user has it: what any thread may do with it. What happens to it on its lane is in
 * {@link StreamChannel}.
 */
public final class ServerEventStream extends StreamChannel implements EventStream {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final StreamRequest request;

    // Set by any thread, once, under the outbox's lock; most streams have neither while they are open.
    private volatile @Nullable CloseActions end;
    private volatile @Nullable Map<AttributeKey<?>, Object> attributes;

    /**
     * Makes a stream that takes events and is not connected yet.
     *
     * @param lane where it lives
     * @param site what it shares with the other streams of its route
     * @param request what opened it
     */
    public ServerEventStream(StreamLane lane, StreamContext site, StreamRequest request) {
        super(lane, site);
        this.request = request;
    }

    /** Opens the response and hands the stream to its handler. On the lane. */
    public void open(Exchange exchange, Headers headers) {
        outbox.offerControl(site.prelude());
        record();
        connect(exchange, headers);
        runOn(site.opener(), "a stream's handler threw", () -> site.handler().onOpen(this), () -> {});
    }

    private void record() {
        JfrEvents.StreamRecord record = JfrEvents.beginStream(request);
        if (record != null) {
            release(() -> record.end(outbox.ended().orElseThrow(), outbox.droppedEvents()));
        }
    }

    /** Opens the response only to send one frame. On the lane. */
    public void openAndEnd(Exchange exchange, Headers headers, Frame only) {
        endWith(List.of(only));
        connect(exchange, headers);
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
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(timeout, "timeout");
        SendResult result = new BlockingSend(outbox, Frame.of(event)).await(timeout);
        if (result == SendResult.ACCEPTED) {
            lane.signal(this);
        }
        return result;
    }

    /** Appends a frame and says so, or registers who waits. After the end neither. */
    boolean offerOrWait(Frame frame, CapacityListener waiter) {
        boolean accepted = outbox.offerOrWait(frame, waiter) == SendQueue.Offer.ACCEPTED;
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
        DurationRange.POSITIVE.check("period", Objects.requireNonNull(period, "period"));
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
    public <T> void setAttribute(AttributeKey<T> key, T value) {
        Objects.requireNonNull(key, "key");
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
    public void fail(String what, Throwable failure) {
        if (outbox.end(CloseReason.FAILED)) {
            LOG.log(System.Logger.Level.ERROR, what, failure);
            onEnd();
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
        runOn(site.executor(), failureText, code, () -> {});
    }

    /**
     * Runs user code on the executor that has to do with what this stream follows; if it throws, this stream fails, or
     * ends without the rest if its user has closed it before.
     */
    public void runFollowersCode(String failureText, UserCode code) {
        runOn(site.executor(), failureText, code, () -> lane.execute(this::forgoRest));
    }

    /** Returns what runs actions that a server which closes waits for. */
    public Executor closeExecutor() {
        return site.closeExecutor();
    }

    private void runOn(Executor executor, String failureText, UserCode code, Runnable ifItFails) {
        try {
            executor.execute(() -> runHere(failureText, code, ifItFails));
        } catch (RejectedExecutionException rejected) {
            fail("the server's executor must not reject what a stream needs", rejected);
            ifItFails.run();
        }
    }

    private void runHere(String failureText, UserCode code, Runnable ifItFails) {
        try {
            code.run();
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            end(CloseReason.FAILED);
        } catch (Exception | Error failure) {
            fail(failureText, failure);
        }
        ifItFails.run();
    }

    private CloseActions streamEnd() {
        CloseActions present = end;
        if (present == null) {
            synchronized (outbox) {
                present = end == null ? new CloseActions() : end;
                end = present;
            }
        }
        return present;
    }

    // ---- on the lane ----

    @Override
    void onOver(CloseReason reason) {
        streamEnd().complete(reason, site.closeExecutor());
    }

    @Override
    void onGone() {
        site.onGone().accept(this);
    }
}
