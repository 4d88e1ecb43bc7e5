package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/**
 * The transport under a mounted handler: lanes without a socket, which take the exchanges of somebody else's server.
 * Starts once. Thread-safe.
 */
final class MountedTransport implements Transport, TransportServer {
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The one thread of the JDK's server, on which handlers run if the user has set no executor. */
    private static final String DISPATCHER = "HTTP-Dispatcher";

    private final BlockingExecutor requests = new BlockingExecutor("sse-jdkhttp-request");
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    // Written once, before the handler exists.
    private volatile Optional<ExchangeDispatcher> intake = Optional.empty();

    @Override
    public String name() {
        return "jdkhttp-mounted";
    }

    @Override
    public boolean isAutomatic() {
        return false;
    }

    @Override
    public TransportServer start(TransportContext context) {
        // The threads of receptions are those of the server it is mounted in.
        intake = Optional.of(new ExchangeDispatcher(
                context,
                new BlockedThreadLimit(BlockedThreadLimit.ofExecutor()),
                new BlockedThreadLimit(BlockedThreadLimit.NO_LIMIT)));
        return this;
    }

    @Override
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("mounted", 0);
    }

    /** Takes an exchange. Blocks until it is answered or its stream is open, but not on the dispatcher. */
    void take(HttpExchange exchange, String target) throws IOException {
        Optional<ServerTask> serverTask = ServerTask.current();
        if (!Thread.currentThread().getName().equals(DISPATCHER)) {
            receive(exchange, target, serverTask);
        } else if (!requests.trySubmit(() -> receiveOrDrop(exchange, target, serverTask))) {
            throw new IOException("handler is closed");
        }
    }

    @Override
    public void stopAccepting() {
        intake.ifPresent(ExchangeDispatcher::stopAccepting);
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
        try {
            intake.ifPresent(ExchangeDispatcher::close);
            requests.close(CLOSE_NANOS);
        } finally {
            requests.shutdown();
            closed.countDown();
        }
    }

    /** Drops the exchange itself where the JDK's server would if its handler threw. */
    private void receiveOrDrop(HttpExchange exchange, String target, Optional<ServerTask> serverTask) {
        try {
            receive(exchange, target, serverTask);
        } catch (IOException gone) {
            ExchangeDisposer.dispose(exchange, serverTask);
        } catch (RuntimeException | Error failure) {
            ExchangeDisposer.dispose(exchange, serverTask);
            ExchangeDispatcher.report("a request failed and its connection is closed", failure);
        }
    }

    private void receive(HttpExchange exchange, String target, Optional<ServerTask> serverTask) throws IOException {
        ExchangeDispatcher taker = intake.orElseThrow();
        taker.runRequest(serverTask, thread -> taker.dispatch(exchange, target, thread));
    }
}
