package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
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
 * <p>It runs the tasks that the JDK's server submits to its executor, one for each request, within a
 * {@link RequestThread}, so that the deadline also covers the TLS handshake and the head, which the JDK reads before it
 * calls the handler.
 */
final class JdkHttpServer implements TransportServer {
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * How long the JDK's server may wait for open exchanges: without limit, but Java 17 multiplies it by 1,000 in an
     * int.
     */
    private static final int STOP_SECONDS = 2_000_000;

    /**
     * The request that runs on the current thread. The handler is called within it, or for a request that a
     * {@link ServerTask} has found when it was run again.
     */
    private static final ThreadLocal<@Nullable RequestThread> CURRENT = new ThreadLocal<>();

    // Immutable after construction.
    private final HttpServer server;
    private final InetSocketAddress address;
    private final ExchangeDispatcher dispatcher;
    private final BlockingExecutor requests = new BlockingExecutor("sse-jdkhttp-request");
    private final ServerStop stop;
    private final Thread stopper;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private JdkHttpServer(HttpServer server, TransportContext context, int maxStalled) {
        this.server = server;
        address = server.getAddress();
        dispatcher =
                new ExchangeDispatcher(context, new BlockedThreadLimit(maxStalled), new BlockedThreadLimit(maxStalled));
        stop = new ServerStop(server, address);
        stopper = BlockingExecutor.daemons("sse-jdkhttp-stop").newThread(this::stopWhenIdle);
    }

    /**
     * Starts a bound server. If that fails, the caller {@linkplain #release releases} it.
     *
     * @param maxStalled how many threads stalled clients may hold for requests, and again for streams
     */
    static JdkHttpServer start(HttpServer server, TransportContext context, int maxStalled) {
        JdkHttpServer running = new JdkHttpServer(server, context, maxStalled);
        server.createContext("/", running::handle);
        server.setExecutor(running::execute);
        server.start();
        return running;
    }

    /**
     * Frees the descriptors of a server that has not started. Only the thread of a started server closes its selector,
     * so it is started for a moment, at an address of its own unless it is bound already.
     */
    static void release(HttpServer server) {
        try {
            if (server.getAddress() == null) {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            }
            server.start();
        } catch (IOException | IllegalStateException notStarted) {
            ExchangeDispatcher.report("a server that could not be started keeps its selector", notStarted);
        }
        server.stop(0);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Closes the listening socket. The only way to do so is {@code HttpServer.stop}, which blocks until the last
     * exchange has ended, and then closes the idle connections. Until then an idle connection is closed when its next
     * request arrives.
     */
    @Override
    public void stopAccepting() {
        dispatcher.stopAccepting();
        if (stopped.compareAndSet(false, true)) {
            stopper.start();
        }
    }

    private void stopWhenIdle() {
        if (dispatcher.isIdle()) {
            stop.run();
        } else {
            server.stop(STOP_SECONDS);
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
            dispatcher.close();
            if (!stopping) {
                stop.run();
            } else {
                if (!stop.isRequested()) {
                    // It does not listen any more: another server may.
                    server.stop(0);
                }
                stopper.join(TimeUnit.NANOSECONDS.toMillis(CLOSE_NANOS));
            }
            closeLateConnections();
            requests.close(CLOSE_NANOS);
        } finally {
            requests.shutdown();
            closed.countDown();
        }
    }

    /**
     * Closes what the JDK's server accepted while it was being stopped, if that was not done on its own thread. It
     * closes connections first and waits for the thread that accepts them last, so the client of one that came between
     * would wait for a response for ever.
     */
    private void closeLateConnections() {
        server.stop(0);
    }

    private void execute(Runnable serverTask) {
        if (!stop.runOnServerThread()) {
            requests.execute(() -> runRequest(serverTask));
        }
    }

    private void runRequest(Runnable serverTask) {
        try {
            dispatcher.runRequest(Optional.of(ServerTask.ofOwnServer(serverTask)), thread -> {
                CURRENT.set(thread);
                try {
                    serverTask.run();
                } finally {
                    CURRENT.remove();
                }
            });
        } catch (IOException closed) {
            // The server has been closed, and its connections with it.
            return;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        RequestThread thread = CURRENT.get();
        if (thread == null) {
            throw new IOException("connection is being removed; a request pipelined on it is not answered");
        }
        dispatcher.dispatch(exchange, exchange.getRequestURI().toString(), thread);
    }
}
