package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/**
 * A JDK server that belongs to the transport. Thread-safe.
 *
 * <p>It runs what the JDK's server hands to its executor, one task for each request, within a {@link Reception}: so the
 * deadline covers the TLS handshake and the head too, which the JDK reads before the handler sees anything.
 */
final class JdkHttpServer implements TransportServer {
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * How long the JDK's server may wait for open exchanges: without end, but Java 17 multiplies it by 1,000 in an int.
     */
    private static final int STOP_SECONDS = 2_000_000;

    /**
     * The reception that runs on a thread. The handler is called within it, or for a request that a
     * {@link ConnectionTask} has found when it ran again.
     */
    private static final ThreadLocal<@Nullable Reception> CURRENT = new ThreadLocal<>();

    // Immutable after construction.
    private final HttpServer server;
    private final InetSocketAddress address;
    private final Intake intake;
    private final Workers requests = new Workers("sse-jdkhttp-request");
    private final Thread stopper;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private JdkHttpServer(HttpServer server, TransportContext context, int mostStalled) {
        this.server = server;
        address = server.getAddress();
        intake = new Intake(context, new Stalled(mostStalled), new Stalled(mostStalled));
        stopper = Workers.daemons("sse-jdkhttp-stop").newThread(() -> server.stop(intake.isIdle() ? 0 : STOP_SECONDS));
    }

    /**
     * Starts a bound server.
     *
     * @param mostStalled how many threads clients that stall may hold, for their requests and again for their streams
     */
    static JdkHttpServer start(HttpServer server, TransportContext context, int mostStalled) {
        JdkHttpServer running = new JdkHttpServer(server, context, mostStalled);
        server.createContext("/", running::handle);
        server.setExecutor(running::execute);
        server.start();
        return running;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Closes the listening socket: the one way to it is {@code HttpServer.stop}, which blocks until the last exchange
     * is over, and then closes the connections that wait for a request. Before, such a connection is closed when its
     * request comes.
     */
    @Override
    public void stopAccepting() {
        intake.stopAccepting();
        if (stopped.compareAndSet(false, true)) {
            stopper.start();
        }
    }

    @Override
    public void close() {
        try {
            if (closing.compareAndSet(false, true)) {
                closeAll();
            }
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() throws InterruptedException {
        boolean stopping = !stopped.compareAndSet(false, true);
        try {
            intake.close();
            server.stop(0);
            if (stopping) {
                stopper.join(TimeUnit.NANOSECONDS.toMillis(CLOSE_NANOS));
            }
            requests.close(CLOSE_NANOS);
        } finally {
            requests.shutdown();
            closed.countDown();
        }
    }

    private void execute(Runnable connectionTask) {
        requests.execute(() -> receive(connectionTask));
    }

    private void receive(Runnable connectionTask) {
        try {
            intake.receive(Optional.of(ConnectionTask.ofOwnServer(connectionTask)), reception -> {
                CURRENT.set(reception);
                try {
                    connectionTask.run();
                } finally {
                    CURRENT.remove();
                }
            });
        } catch (IOException closed) {
            // The server is closed, and its connections with it.
            return;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Reception reception = CURRENT.get();
        if (reception == null) {
            throw new IOException("connection is being forgotten; what was pipelined on it is not answered");
        }
        intake.take(exchange, exchange.getRequestURI().toString(), reception);
    }
}
