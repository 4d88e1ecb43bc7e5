package sse.api.internal.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.Revalidation;
import sse.api.ServerStatistics;
import sse.api.StreamClosing;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.http.Route;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.ExchangeSource;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.MountedService;
import sse.api.spi.Refusals;
import sse.api.spi.ServiceContext;

/**
 * A running service: owns the lanes, the source of its exchanges and the executors of user code, and closes them in
 * order. Thread-safe.
 *
 * <pre>
 *  RUNNING ──close()──> CLOSING: no new streams, no new requests, closing events, drain
 *                          |
 *                       source closed, onClose actions awaited, executors shut down ──> CLOSED
 * </pre>
 *
 * @param <S> the source of its exchanges: a transport's server, or a mount
 */
public final class ServiceCore<S extends ExchangeSource> implements MountedService {
    /** Deadlines are noticed late by at most an eighth of the shortest one, but sweeps are never closer than this. */
    private static final Duration MIN_SWEEP_PERIOD = Duration.ofMillis(2);

    private static final Duration MAX_SWEEP_PERIOD = Duration.ofSeconds(5);
    private static final int SWEEPS_PER_DEADLINE = 8;
    private static final int MIN_SCRATCH_BYTES = 1024;

    /** The time that the onClose actions of streams aborted at the deadline have at least. */
    private static final long MIN_CLOSE_ACTION_NANOS = Duration.ofSeconds(1).toNanos();

    // Immutable after construction.
    private final ServiceConfig config;
    private final CallbackExecutors executors;
    private final Dispatcher dispatcher;
    private final S source;

    // Written by any thread.
    private final List<StreamLane> lanes = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ServiceCore(ServiceConfig config, Starter<S> starter) throws IOException {
        this.config = config;
        this.executors = CallbackExecutors.of(config.executor());
        this.dispatcher = new Dispatcher(config, executors);
        try {
            this.source = starter.start(new Context());
        } catch (IOException | RuntimeException | Error notStarted) {
            executors.shutDown();
            throw notStarted;
        }
    }

    /** Starts the source of a service's exchanges. */
    @FunctionalInterface
    public interface Starter<S extends ExchangeSource> {
        /** Starts it. */
        S start(ServiceContext context) throws IOException;
    }

    /** Starts a service on a source of exchanges. */
    public static <S extends ExchangeSource> ServiceCore<S> start(ServiceConfig config, Starter<S> starter)
            throws IOException {
        return new ServiceCore<>(config, starter);
    }

    /** Returns the source of its exchanges. */
    public S source() {
        return source;
    }

    @Override
    public int openStreams() {
        return dispatcher.opener().permits().acquired();
    }

    @Override
    public ServerStatistics statistics() {
        StreamCounts counts = dispatcher.opener().counts();
        return ServerStatistics.builder()
                .openStreams(openStreams())
                .openedStreams(counts.opened())
                .closedStreams(counts.closed())
                .shed(counts.shed())
                .lanes(lanes.stream().map(lane -> lane.counters().statistics()).toList())
                .build();
    }

    @Override
    public CompletableFuture<Integer> closeStreams(Predicate<? super EventStream> streams, StreamClosing closing) {
        Objects.requireNonNull(streams, "streams");
        Objects.requireNonNull(closing, "closing");
        return closed.getCount() == 0
                ? CompletableFuture.completedFuture(0)
                : dispatcher.opener().closings().close(lanes, streams, closing);
    }

    @Override
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        boolean first = closing.compareAndSet(false, true);
        boolean interrupted = !(first ? closeInOrder() : waitFor(closed::await));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns false if the thread was interrupted, which ends the waiting early and has no other effect. */
    private boolean closeInOrder() {
        long start = System.nanoTime();
        try {
            dispatcher.opener().close();
            source.stopAccepting();
            lanes.forEach(lane -> lane.execute(() -> lane.forEachStream(this::drain)));
            boolean waited = waitFor(() -> {
                dispatcher.opener().permits().awaitNone(remainingNanos(start));
                dispatcher.awaitAnswers(remainingNanos(start));
            });
            source.close();
            waited &=
                    waitFor(() -> executors.awaitCloseActions(Math.max(remainingNanos(start), MIN_CLOSE_ACTION_NANOS)));
            executors.shutDown();
            return waited;
        } finally {
            closed.countDown();
            dispatcher.opener().closings().end();
        }
    }

    private long remainingNanos(long start) {
        return config.closeTimeout().toNanos() - (System.nanoTime() - start);
    }

    /** A blocking wait. */
    private interface Wait {
        void run() throws InterruptedException;
    }

    private static boolean waitFor(Wait wait) {
        try {
            wait.run();
            return true;
        } catch (InterruptedException interrupted) {
            return false;
        }
    }

    private void drain(ServerEventStream stream) {
        Optional<Duration> retry = config.reconnectDelay().map(delay -> delay.next(ThreadLocalRandom.current()));
        stream.drainAndClose(CloseReason.SHUTDOWN, config.closingEvent(), retry);
    }

    /** What the source of exchanges is given. */
    private final class Context implements ServiceContext {
        private final Duration sweepPeriod = sweepPeriod();

        @Override
        public HttpLimits limits() {
            return config.limits();
        }

        @Override
        public Ticker ticker() {
            return config.ticker();
        }

        @Override
        public Executor executor() {
            return executors.workers();
        }

        @Override
        public Refusals refusals() {
            return dispatcher;
        }

        @Override
        public Lane newLane(LaneLoop loop, ByteBuffer scratch) {
            Objects.requireNonNull(loop, "loop");
            if (scratch.capacity() < MIN_SCRATCH_BYTES) {
                throw new IllegalArgumentException(
                        "scratch buffer must be at least " + MIN_SCRATCH_BYTES + " bytes: " + scratch.capacity());
            }
            StreamLane lane = new StreamLane(loop, scratch, config.ticker(), sweepPeriod, dispatcher::dispatch);
            lanes.add(lane);
            return lane;
        }

        private Duration sweepPeriod() {
            Duration period = config.routes().streams().stream()
                    .map(Route.StreamRoute::options)
                    .flatMap(this::deadlines)
                    .min(Duration::compareTo)
                    .orElse(MAX_SWEEP_PERIOD)
                    .dividedBy(SWEEPS_PER_DEADLINE);
            return period.compareTo(MIN_SWEEP_PERIOD) < 0
                    ? MIN_SWEEP_PERIOD
                    : period.compareTo(MAX_SWEEP_PERIOD) > 0 ? MAX_SWEEP_PERIOD : period;
        }

        private Stream<Duration> deadlines(StreamOptions options) {
            return Stream.of(
                            options.heartbeat(),
                            Optional.of(options.writeTimeout()),
                            options.maxLifetime(),
                            options.revalidation().map(Revalidation::period),
                            options.revalidation().flatMap(Revalidation::timeout))
                    .flatMap(Optional::stream);
        }
    }
}
