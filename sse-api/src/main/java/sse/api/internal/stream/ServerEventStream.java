package sse.api.internal.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sse.api.AttributeKey;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.SendResult;
import sse.api.StreamHandler;
import sse.api.StreamRequest;
import sse.api.Ticker;
import sse.api.internal.jfr.JfrEvents;
import sse.api.internal.time.DurationRange;
import sse.api.spi.Exchange;
import sse.api.spi.Frame;

/** A stream, as its user sees it: the part that any thread may call. Its lane's part is {@link StreamChannel}. */
public final class ServerEventStream extends StreamChannel implements EventStream {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final StreamRequest request;

    /**
     * Creates a stream that accepts events and is not connected yet.
     *
     * @param lane the stream's lane
     * @param context what it shares with the other streams of its route
     * @param request the request that opens it
     */
    public ServerEventStream(StreamLane lane, StreamContext context, StreamRequest request) {
        super(lane, context);
        this.request = request;
    }

    /**
     * Opens the response and hands the stream to a handler. On the lane.
     *
     * @param afterHandler runs when the handler has returned or thrown
     */
    public void open(Exchange exchange, StreamHead head, StreamHandler handler, Runnable afterHandler) {
        context.controlFrames().prelude().ifPresent(queue::offerControl);
        record();
        if (StreamSchedule.isNeeded(context.options())) {
            attachments().setSchedule(new StreamSchedule(this));
        }
        connect(exchange, head);
        new HandlerRun(this, handler, afterHandler).submit();
    }

    private void record() {
        JfrEvents.StreamRecord record = JfrEvents.beginStream(request);
        if (record != null) {
            release(() -> record.end(queue.closeReason().orElseThrow(), queue.droppedEvents()));
        }
    }

    /** Opens the response only to send a reconnection time. On the lane. */
    public void openAndClose(Exchange exchange, StreamHead head, Duration retry) {
        queue.offerControl(context.controlFrames().retry(retry));
        close(CloseReason.SHUTDOWN);
        connect(exchange, head);
    }

    @Override
    public StreamRequest request() {
        return request;
    }

    @Override
    public SendResult send(Event event) {
        return switch (queue.offer(Frame.of(event), context.options().overflowPolicy())) {
            case ACCEPTED -> {
                lane.signal(this);
                yield SendResult.ACCEPTED;
            }
            case DROPPED, FULL -> SendResult.DROPPED;
            case OVERFLOWED -> {
                lane.signal(this);
                yield SendResult.CLOSED;
            }
            case CLOSED -> SendResult.CLOSED;
        };
    }

    @Override
    public SendResult send(Event event, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(timeout, "timeout");
        SendResult result = new BlockingSend(queue, Frame.of(event)).await(timeout);
        if (result == SendResult.ACCEPTED) {
            lane.signal(this);
        }
        return result;
    }

    /** Queues a frame and returns true, or registers a listener for capacity. Does neither when closed. */
    boolean offerOrAwait(Frame frame, CapacityListener listener) {
        boolean accepted = queue.offerOrAwait(frame, listener) == Offer.ACCEPTED;
        if (accepted) {
            lane.signal(this);
        }
        return accepted;
    }

    @Override
    @SuppressWarnings("unchecked") // A consumer of events is a consumer of any kind of event.
    public void sendAll(Flow.Publisher<? extends Event> publisher) {
        ((Flow.Publisher<Event>) Objects.requireNonNull(publisher, "publisher"))
                .subscribe(new PublisherSubscriber(this));
    }

    @Override
    public void every(Duration period, Supplier<Event> supplier) {
        DurationRange.POSITIVE.check("period", Objects.requireNonNull(period, "period"));
        Objects.requireNonNull(supplier, "supplier");
        Ticker.Task task = context.ticker().every(period, new PeriodicSend(this, supplier));
        release(task::cancel);
    }

    @Override
    public void onClose(Consumer<CloseReason> action) {
        closeActions().onClose(Objects.requireNonNull(action, "action"), context);
    }

    /** Runs an action of the library's when the stream has closed, on the lane; now if it has. */
    void release(Runnable release) {
        closeActions().release(release);
    }

    @Override
    public void onWritable(Runnable action) {
        Objects.requireNonNull(action, "action");
        boolean registered = queue.awaitCapacity(open -> {
            if (open) {
                runUserCode("onWritable action", action::run);
            }
        });
        if (!registered) {
            runUserCode("onWritable action", action::run);
        }
    }

    @Override
    public boolean isWritable() {
        return queue.isWritable();
    }

    @Override
    public boolean isOpen() {
        return queue.closeReason().isEmpty();
    }

    @Override
    public Optional<CloseReason> closeReason() {
        return queue.closeReason();
    }

    @Override
    public void close() {
        if (!PeriodicSend.closesAfterwards(this)) {
            close(CloseReason.COMPLETED);
        }
    }

    @Override
    public int pendingBytes() {
        return queue.pendingBytes();
    }

    @Override
    public long droppedEvents() {
        return queue.droppedEvents();
    }

    @Override
    public <T> Optional<T> attribute(AttributeKey<T> key) {
        Objects.requireNonNull(key, "key");
        Attachments present = attachmentsIfPresent();
        return present == null ? Optional.empty() : present.attribute(key);
    }

    @Override
    public <T> void setAttribute(AttributeKey<T> key, T value) {
        Objects.requireNonNull(key, "key");
        attachments().setAttribute(key, key.type().cast(Objects.requireNonNull(value, "value")));
    }

    /** Sets an attribute to a value that is of the key's type. */
    public void putAttribute(AttributeKey<?> key, Object value) {
        attachments().setAttribute(key, value);
    }

    /** Closes the stream because something failed. */
    public void fail(String what, @Nullable Throwable failure) {
        failAfter(Optional.empty(), what, failure);
    }

    private void failAfter(Optional<Frame> last, String what, @Nullable Throwable failure) {
        boolean first;
        // One step: no event is accepted between the two.
        synchronized (queue) {
            last.ifPresent(queue::offerControl);
            first = queue.close(CloseReason.FAILED);
        }
        if (first) {
            LOG.log(System.Logger.Level.ERROR, what, failure);
            onQueueClosed();
        } else {
            LOG.log(System.Logger.Level.DEBUG, "on a stream that was closed before: " + what, failure);
        }
    }

    /**
     * Closes the stream because user code failed, which the log names with the path of the route. On the executor, or
     * any thread if the options have no error event.
     */
    void failUserCode(String codeName, String how, @Nullable Throwable failure) {
        String what = codeName + " of " + context.path() + " " + how;
        failAfter(isOpen() ? ErrorEvent.frame(context, what, failure) : Optional.empty(), what, failure);
    }

    /** User code that belongs to this stream. */
    public interface UserCode {
        /** Runs it. */
        void run() throws Exception;
    }

    /**
     * Runs user code on the executor; if it throws, this stream fails and nothing else.
     *
     * @param codeName what the log calls the code, before the path of the route
     */
    public void runUserCode(String codeName, UserCode code) {
        UserCodeRun.submit(this, codeName, code, () -> {});
    }

    /**
     * Runs user code of this stream's source on the executor; if it throws, this stream fails, or closes without what
     * the source still has if its user has closed it before.
     */
    public void runSourceCode(String codeName, UserCode code) {
        UserCodeRun.submit(this, codeName, code, () -> lane.execute(this::skipDrain));
    }

    /** Returns the executor of user code. */
    public Executor executor() {
        return context.executor();
    }

    /** Returns the executor whose tasks a server waits for when it closes. */
    public Executor closeExecutor() {
        return context.closeExecutor();
    }

    private CloseActions closeActions() {
        return attachments().closeActions();
    }

    /** A client that sent content does not ask again by itself, so it must not take a part for the whole. */
    @Override
    boolean isCut(CloseReason reason) {
        return switch (reason) {
            case OVERFLOW, FAILED -> true;
            case SHUTDOWN, EXPIRED, REVOKED -> !request.method().equals("GET");
            default -> false;
        };
    }

    @Override
    void ifStream(Consumer<ServerEventStream> action) {
        action.accept(this);
    }

    @Override
    void onClosed(CloseReason reason) {
        closeActions().complete(reason, context);
    }

    @Override
    void onConnectionClosed() {
        context.onConnectionClosed().accept(this);
    }
}
