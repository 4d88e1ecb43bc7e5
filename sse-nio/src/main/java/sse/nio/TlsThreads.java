package sse.nio;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sse.nio.internal.channel.TlsLoop;

/**
 * The threads on which a server's handshakes compute, such as signatures: as many as there are processors, which end
 * when idle. They are not those of the server's executor, because handlers may block all of those. Thread-safe.
 *
 * <p>What is queued is bounded by the handshakes that are under way: each has one task at a time.
 */
final class TlsThreads {
    private static final int KEEP_ALIVE_SECONDS = 5;

    private final TlsSettings settings;
    private final ThreadPoolExecutor threads;

    TlsThreads(TlsSettings settings) {
        this.settings = settings;
        int processors = Runtime.getRuntime().availableProcessors();
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                processors,
                processors,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> newThread(task, count.getAndIncrement()),
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Creates what the channels of an event loop share. */
    TlsLoop newLoop() {
        return new TlsLoop(settings::newEngine, settings.handshakeTimeout(), settings.maxHandshakes(), threads);
    }

    /** Drops tasks from now on. The loops have ended, and their connections are closed. */
    void shutdown() {
        threads.shutdownNow();
    }

    /** Like the loops, it may outlive the thread that starts it: no thread local of that one is inherited. */
    private static Thread newThread(Runnable task, int number) {
        Thread thread = new Thread(null, task, "sse-nio-tls-" + number, 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
