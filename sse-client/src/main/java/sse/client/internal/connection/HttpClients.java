package sse.client.internal.connection;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sse.api.spi.support.WorkerThreads;

/**
 * The HTTP clients and the executor that the sources of a process share unless the program gives its own. A client has
 * a thread of its own, so there is one for each connect timeout, and not one for each source. Thread-safe.
 */
public final class HttpClients {
    private static final Map<Duration, HttpClient> CLIENTS = new ConcurrentHashMap<>();
    private static final int MIN_THREADS = 4;
    private static final int THREAD_KEPT_SECONDS = 5;

    /** Runs what never blocks for long, so that it needs no more threads than that, however many streams there are. */
    private static final Executor IO = ioThreads();

    private HttpClients() {}

    /** Holds the executor of user code, whose threads start when they are needed. */
    private static final class Callbacks {
        static final Executor SHARED = WorkerThreads.newExecutor("sse-client");
    }

    /** Returns the client with a connect timeout. It follows no redirects. */
    public static HttpClient withConnectTimeout(Duration timeout) {
        return CLIENTS.computeIfAbsent(
                timeout,
                limit -> HttpClient.newBuilder()
                        .connectTimeout(limit)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(IO)
                        .build());
    }

    /** Returns the executor of user code. */
    public static Executor callbackExecutor() {
        return Callbacks.SHARED;
    }

    private static Executor ioThreads() {
        AtomicInteger number = new AtomicInteger();
        int threads = Math.max(MIN_THREADS, Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, THREAD_KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "sse-client-io-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
