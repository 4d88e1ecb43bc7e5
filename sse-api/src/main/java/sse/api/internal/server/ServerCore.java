package sse.api.internal.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import sse.api.Event;
import sse.api.ServerStatistics;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.http.Route;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.Frame;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/** A running server: owns the lanes, the transport and what user code runs on; closes them in order. */
public final class ServerCore {
    /**
     * Deadlines are noticed up to an eighth of the shortest of them late, but nobody needs to look more often than
     * this.
     */
    private static final Duration SHORTEST_SWEEP = Duration.ofMillis(2);

    private static final Duration LONGEST_SWEEP = Duration.ofSeconds(5);

    /** The onClose actions of streams that were cut off at the last moment have this long. */
    private static final long LEAST_FOR_ON_CLOSE_NANOS = Duration.ofSeconds(1).toNanos();

    // Immutable after construction.
    private final ServerSettings settings;
    private final Places places;
    private final StreamCounts counts = new StreamCounts();
    private final CallbackExecutors threads;
    private final Dispatcher dispatcher;
    private final List<StreamLane> lanes = new CopyOnWriteArrayList<>();
    private final TransportServer transport;
    private final String transportName;

    // Written by any thread.
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ServerCore(ServerSettings settings, Transport transport) throws IOException {
        this.settings = settings;
        this.transportName = transport.name();
        this.places = new Places(settings.maxStreams(), settings.maxStreamsPerAddress());
        this.threads = CallbackExecutors.of(settings.executor());
        this.dispatcher = new Dispatcher(settings, threads, places, counts);
        try {
            this.transport = transport.start(new Context());
        } catch (IOException | RuntimeException | Error notStarted) {
            threads.shutDown();
            throw notStarted;
        }
    }

    /** Starts a server on a transport. */
    public static ServerCore start(ServerSettings settings, Transport transport) throws IOException {
        return new ServerCore(settings, transport);
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return transport.address();
    }

    /** Returns the name of what carries it. */
    public String transportName() {
        return transportName;
    }

    /** Returns how many streams have a connection. */
    public int openStreams() {
        return places.taken();
    }

    /** Returns what it has done so far. */
    public ServerStatistics statistics() {
        return new ServerStatistics(
                places.taken(),
                counts.opened(),
                counts.closed(),
                counts.shed(),
                lanes.stream().map(lane -> lane.counters().statistics()).toList());
    }

    /** Blocks until it is closed. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    /** Closes it, or waits until another thread has. */
    public void close() {
        boolean first = closing.compareAndSet(false, true);
        boolean interrupted = !(first ? closeInOrder() : waitFor(closed::await));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns false if the thread was interrupted, which cuts the waiting short and nothing else. */
    private boolean closeInOrder() {
        long start = System.nanoTime();
        try {
            dispatcher.close();
            transport.stopAccepting();
            lanes.forEach(lane -> lane.execute(() -> lane.forEachStream(this::sayFarewell)));
            boolean waited = waitFor(() -> {
                places.awaitNoneTaken(timeLeft(start));
                dispatcher.awaitAnswers(timeLeft(start));
            });
            transport.close();
            waited &= waitFor(() -> threads.awaitCloseActions(Math.max(timeLeft(start), LEAST_FOR_ON_CLOSE_NANOS)));
            threads.shutDown();
            return waited;
        } finally {
            closed.countDown();
        }
    }

    private long timeLeft(long start) {
        return settings.closeTimeout().toNanos() - (System.nanoTime() - start);
    }

    /** Something that waits. */
    private interface Wait {
        void run() throws InterruptedException;
    }

    private static boolean waitFor(Wait wait) {
        try {
            wait.run();
            return true;
        } catch (InterruptedException cutShort) {
            return false;
        }
    }

    private void sayFarewell(ServerEventStream stream) {
        List<Frame> last = new ArrayList<>(2);
        settings.closingEvent().map(Frame::of).ifPresent(last::add);
        settings.reconnect().ifPresent(between -> {
            long shortest = between.shortest().toMillis();
            long longest = between.longest().toMillis();
            long chosen = ThreadLocalRandom.current().nextLong(shortest, longest + 1);
            last.add(Frame.of(Event.retry(Duration.ofMillis(chosen))));
        });
        stream.part(last);
    }

    /** What the transport is given. */
    private final class Context implements TransportContext {
        private final Duration sweepPeriod = sweepPeriod();

        @Override
        public InetSocketAddress bindAddress() {
            return settings.address();
        }

        @Override
        public HttpLimits limits() {
            return settings.limits();
        }

        @Override
        public Ticker ticker() {
            return settings.ticker();
        }

        @Override
        public Executor executor() {
            return threads.workers();
        }

        @Override
        public Lane newLane(Executor loop, ByteBuffer scratch) {
            if (scratch.capacity() < 1024) {
                throw new IllegalArgumentException("scratch buffer must be at least 1024 bytes: " + scratch.capacity());
            }
            StreamLane lane = new StreamLane(loop, scratch, settings.ticker(), sweepPeriod, dispatcher::dispatch);
            lanes.add(lane);
            return lane;
        }

        private Duration sweepPeriod() {
            Duration shortest = settings.routes().streams().stream()
                    .map(Route.Stream::options)
                    .flatMap(this::deadlines)
                    .min(Duration::compareTo)
                    .orElse(LONGEST_SWEEP)
                    .dividedBy(8);
            return shortest.compareTo(SHORTEST_SWEEP) < 0
                    ? SHORTEST_SWEEP
                    : shortest.compareTo(LONGEST_SWEEP) > 0 ? LONGEST_SWEEP : shortest;
        }

        private Stream<Duration> deadlines(StreamOptions options) {
            return Stream.concat(options.heartbeat().stream(), Stream.of(options.writeTimeout()));
        }
    }
}
