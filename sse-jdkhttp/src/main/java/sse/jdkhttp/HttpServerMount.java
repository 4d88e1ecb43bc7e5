package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sse.api.spi.ExchangeSource;
import sse.api.spi.ServiceContext;

/** The source of exchanges of a mounted handler: the requests of a JDK server of the user's. Thread-safe. */
final class HttpServerMount implements ExchangeSource {
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The single thread of the JDK's server, on which handlers run if the user has set no executor. */
    private static final String SERVER_THREAD = "HTTP-Dispatcher";

    // Immutable after construction.
    private final ExchangeDispatcher dispatcher;
    private final BlockingExecutor requests = new BlockingExecutor("sse-jdkhttp-request");

    // Written by any thread.
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    HttpServerMount(ServiceContext context) {
        // Requests run on the threads of the user's server, so their number is not limited here.
        dispatcher = new ExchangeDispatcher(
                context,
                new BlockedThreadLimit(BlockedThreadLimit.ofExecutor()),
                new BlockedThreadLimit(BlockedThreadLimit.NO_LIMIT));
    }

    /**
     * Dispatches an exchange. Blocks until it is answered or its stream is open, except on the server's single thread.
     */
    void dispatch(HttpExchange exchange, String target) throws IOException {
        Optional<ServerTask> serverTask = ServerTask.current();
        if (!Thread.currentThread().getName().equals(SERVER_THREAD)) {
            run(exchange, target, serverTask);
        } else if (!requests.trySubmit(() -> runOrDispose(exchange, target, serverTask))) {
            throw new IOException("handler is closed");
        }
    }

    @Override
    public void stopAccepting() {
        dispatcher.stopAccepting();
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
            dispatcher.close();
            requests.close(CLOSE_NANOS);
        } finally {
            requests.shutdown();
            closed.countDown();
        }
    }

    /** Disposes of the exchange in the cases in which the JDK's server would if its handler threw. */
    private void runOrDispose(HttpExchange exchange, String target, Optional<ServerTask> serverTask) {
        try {
            run(exchange, target, serverTask);
        } catch (IOException gone) {
            ExchangeDisposer.dispose(exchange, serverTask);
        } catch (RuntimeException | Error failure) {
            ExchangeDisposer.dispose(exchange, serverTask);
            ExchangeDispatcher.report("request failed; its connection is closed", failure);
        }
    }

    private void run(HttpExchange exchange, String target, Optional<ServerTask> serverTask) throws IOException {
        dispatcher.runRequest(serverTask, thread -> dispatcher.dispatch(exchange, target, thread));
    }
}
