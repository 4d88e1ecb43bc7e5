package sse.testkit.internal.memory;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/** A running transport in memory: its lanes and its connections. Thread-safe. */
public final class MemoryServer implements TransportServer {
    private static final int FIRST_CLIENT_PORT = 1024;
    private static final int CLIENT_PORTS = 64_512;

    // Immutable after construction.
    private final TransportContext context;
    private final List<MemoryLane> lanes;
    private final boolean runsInCaller;
    private final InetSocketAddress address;
    private final Function<Headers, Optional<Principal>> authenticator;

    // Written by any thread.
    private final Set<MemoryConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connectionsMade = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean accepting = true;

    private MemoryServer(TransportContext context, int lanes, Function<Headers, Optional<Principal>> authenticator)
            throws IOException {
        this.context = context;
        this.authenticator = authenticator;
        this.lanes = Stream.generate(() -> new MemoryLane(context)).limit(lanes).toList();
        this.runsInCaller = runsInCaller(context);
        this.address = MemoryNetwork.bind(context.bindAddress(), this);
    }

    /** Binds to a port of the {@link MemoryNetwork}. */
    public static MemoryServer start(TransportContext context, int lanes) throws IOException {
        return start(context, lanes, headers -> Optional.empty());
    }

    /** Binds to a port of the {@link MemoryNetwork}, with an authenticator of requests. */
    public static MemoryServer start(
            TransportContext context, int lanes, Function<Headers, Optional<Principal>> authenticator)
            throws IOException {
        return new MemoryServer(context, lanes, authenticator);
    }

    /** Returns the principal of a request with such header fields. */
    Optional<Principal> principalOf(Headers headers) {
        return authenticator.apply(headers);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void stopAccepting() {
        accepting = false;
        MemoryNetwork.unbind(address, this);
        if (!closing.get()) {
            onEach(MemoryConnection::closeIfIdle);
        }
    }

    @Override
    public void close() {
        accepting = false;
        MemoryNetwork.unbind(address, this);
        if (closing.compareAndSet(false, true)) {
            onEach(MemoryConnection::cutAndTell);
            lanes.forEach(MemoryLane::end);
            closed.countDown();
        } else {
            awaitUnlessOnLane(closed);
        }
    }

    MemoryClientConnection connect(int windowBytes) throws IOException {
        int number = connectionsMade.getAndIncrement();
        MemoryLane lane = lanes.get(Math.floorMod(number, lanes.size()));
        InetSocketAddress client = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), FIRST_CLIENT_PORT + Math.floorMod(number, CLIENT_PORTS));
        MemoryConnection connection = new MemoryConnection(this, lane, client, new MemoryPipe(windowBytes));
        connections.add(connection);
        if (!accepting) {
            connections.remove(connection);
            throw new ConnectException("server takes no more connections: " + address);
        }
        lane.execute(connection::awaitRequest);
        return new MemoryClientConnection(connection, runsInCaller);
    }

    TransportContext context() {
        return context;
    }

    boolean isAccepting() {
        return accepting;
    }

    void remove(MemoryConnection connection) {
        connections.remove(connection);
    }

    /**
     * Waits until every lane has run the task. On a lane it does not wait for that lane, which runs the task
     * afterwards.
     */
    private void onEach(Consumer<MemoryConnection> action) {
        for (MemoryConnection connection : connections) {
            connection.lane().execute(() -> action.accept(connection));
        }
        CountDownLatch done = new CountDownLatch(lanes.size());
        lanes.forEach(lane -> lane.execute(done::countDown));
        awaitUnlessOnLane(done);
    }

    private void awaitUnlessOnLane(CountDownLatch done) {
        if (lanes.stream().anyMatch(MemoryLane::isRunningHere)) {
            return;
        }
        boolean interrupted = false;
        while (done.getCount() > 0) {
            try {
                done.await();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean runsInCaller(TransportContext context) {
        @Nullable Thread[] ran = new Thread[1];
        context.executor().execute(() -> ran[0] = Thread.currentThread());
        return ran[0] == Thread.currentThread();
    }
}
