package sse.api.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.Topic;
import sse.api.internal.executor.BoundedExecutor;
import sse.api.internal.http.EventSourceRequest;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Routes;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamContext;
import sse.api.internal.stream.StreamHead;
import sse.api.internal.stream.StreamLane;
import sse.api.internal.wire.gzip.CompressorLimit;

/** A lane whose loop is driven by hand. Its streams are opened by topics, or by no handler: no user code runs. */
public final class HandDrivenLane {
    /** The head of the responses of these streams. */
    public static final StreamHead HEAD = new StreamHead(200, Headers.empty());

    private static final Executor NO_USER_CODE = task -> {
        throw new AssertionError("no user code is expected to run");
    };
    private static final int MANY = 1000;
    private static final int MOST_COMPRESSORS = 2;
    public static final String REFUSED = "refused, as the test wants it";

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<String> faults = new ArrayList<>();
    private final Ticker ticker;
    private final StreamLane lane;
    private final CompressorLimit compressors = new CompressorLimit(MOST_COMPRESSORS);
    private boolean refusesNext;

    public HandDrivenLane(Ticker ticker) {
        this.ticker = ticker;
        lane = new StreamLane(
                this::handOver, ByteBuffer.allocate(8192), ticker, Duration.ofSeconds(1), (on, exchange) -> {});
    }

    private void handOver(Runnable task) {
        if (refusesNext) {
            refusesNext = false;
            throw new IllegalStateException(REFUSED);
        }
        loop.add(task);
    }

    /** Has the loop refuse the next task that it is given. */
    public void refuseNextTask() {
        refusesNext = true;
    }

    /** Opens a stream and hands it to a topic. */
    public void open(FakeExchange exchange, Topic topic) {
        StreamContext.Executors executors = new StreamContext.Executors(
                Runnable::run, NO_USER_CODE, NO_USER_CODE, new BoundedExecutor(NO_USER_CODE, 1));
        make(exchange, StreamOptions.defaults(), executors).open(exchange, HEAD, topic, () -> {});
    }

    /** Opens a stream that follows nothing yet. */
    public ServerEventStream open(FakeExchange exchange) {
        return open(exchange, stream -> {});
    }

    /** Opens a stream and runs its handler on the lane. */
    public ServerEventStream open(FakeExchange exchange, StreamHandler handler) {
        return open(exchange, handler, Runnable::run);
    }

    /** Opens a stream that follows nothing, on a route with other options. */
    public ServerEventStream open(FakeExchange exchange, StreamOptions options) {
        ServerEventStream stream = make(exchange, options, Runnable::run);
        stream.open(exchange, HEAD, opened -> {}, () -> {});
        return stream;
    }

    private ServerEventStream open(FakeExchange exchange, StreamHandler handler, Executor executor) {
        ServerEventStream stream = make(exchange, StreamOptions.defaults(), executor);
        stream.open(exchange, HEAD, handler, () -> {});
        return stream;
    }

    /** Creates a stream that is not opened yet. */
    public ServerEventStream make(FakeExchange exchange, StreamOptions options, Executor executor) {
        return make(
                exchange,
                options,
                new StreamContext.Executors(executor, executor, executor, new BoundedExecutor(executor, 1)));
    }

    /** Opens a compressed stream and runs its handler on the lane. */
    public ServerEventStream openCompressed(FakeExchange exchange, StreamHandler handler) {
        Executor here = Runnable::run;
        StreamContext.Executors executors = new StreamContext.Executors(here, here, here, new BoundedExecutor(here, 1));
        StreamContext context = new StreamContext("/test", StreamOptions.defaults(), executors, ticker, closed -> {});
        ServerEventStream stream = new ServerEventStream(
                lane, context.compressed(compressors), requestOf(exchange, StreamOptions.defaults()));
        stream.open(exchange, HEAD, handler, () -> {});
        return stream;
    }

    /** Returns how many compressors the lane has. */
    public long compressors() {
        return lane.counters().statistics().compression().compressors();
    }

    /** Returns how often a shared compressor has begun anew. */
    public long keyframes() {
        return lane.counters().statistics().compression().keyframes();
    }

    private ServerEventStream make(FakeExchange exchange, StreamOptions options, StreamContext.Executors executors) {
        ReceivedRequest request = requestOf(exchange, options);
        StreamContext context = new StreamContext("/test", options, executors, ticker, closed -> {});
        boolean isEventSource = EventSourceRequest.isSentWith(request.headers());
        return new ServerEventStream(lane, isEventSource ? context.forEventSources() : context, request);
    }

    private ReceivedRequest requestOf(FakeExchange exchange, StreamOptions options) {
        exchange.onFault(faults::add);
        Routes routes = new Routes();
        routes.stream("/", RequestOptions.defaults(), options, opened -> {});
        RequestTarget target = RequestTarget.parse("/").orElseThrow();
        return new ReceivedRequest(
                exchange, target, routes.match(target.segments()).orElseThrow(), Optional.of(options));
    }

    /** Returns how many tasks wait. */
    public int waiting() {
        return loop.size();
    }

    /** Runs tasks until none waits. */
    public void run() {
        for (int i = 0; !loop.isEmpty(); i++) {
            if (i == MANY) {
                throw new AssertionError("the lane must come to rest: " + loop.size() + " tasks after " + MANY);
            }
            runOne();
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(faults);
        }
    }

    /** Runs the task that waits longest. */
    public void runOne() {
        loop.remove().run();
    }
}
