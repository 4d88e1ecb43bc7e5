package sse.benchmarks.load.read;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for streams that are each read by a thread of its own. */
final class ReaderThreads {
    private ReaderThreads() {}

    /** Creates platform threads as they are needed: on the heap they cost less than virtual ones that wait. */
    static ExecutorService newThreads() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "reader-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
