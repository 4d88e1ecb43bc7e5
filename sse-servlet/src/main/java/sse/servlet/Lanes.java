package sse.servlet;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import sse.api.spi.Lane;
import sse.api.spi.ServiceContext;
import sse.api.spi.support.SerialExecutor;

/**
 * The lanes of a mount: as many as there are cores, on as many daemon threads, which end when idle. Thread-safe.
 *
 * <p>They have threads of their own, since the container's may all be held by requests whose content is late: it is the
 * lane that gives up slow clients.
 */
final class Lanes {
    private static final int SCRATCH_BYTES = 64 * 1024;
    private static final int KEEP_ALIVE_SECONDS = 5;

    // Immutable after construction.
    private final LaneThreads made = new LaneThreads();
    private final ThreadPoolExecutor threads;
    private final List<ServletLane> lanes = new ArrayList<>();

    Lanes(ServiceContext context) {
        int cores = Runtime.getRuntime().availableProcessors();
        threads = new ThreadPoolExecutor(
                cores,
                cores,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                made,
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        for (int i = 0; i < cores; i++) {
            SerialExecutor loop = new SerialExecutor(this::runYielding);
            // On the heap: containers take arrays.
            Lane lane = context.newLane(loop, ByteBuffer.allocate(SCRATCH_BYTES));
            lanes.add(new ServletLane(loop, lane));
        }
    }

    /** Returns the lane of a connection: all streams of one HTTP/2 connection have the same peer address. */
    ServletLane of(InetSocketAddress peer) {
        return lanes.get(Math.floorMod((peer.hashCode() * 0x9E3779B9) >>> 16, lanes.size()));
    }

    /**
     * Yields before a lane runs: on a busy core, several events are pending afterwards, and one write sends them all.
     */
    @SuppressWarnings("ThreadPriorityCheck") // Correctness does not depend on it: without it there are more writes.
    private void runYielding(Runnable batch) {
        threads.execute(() -> {
            Thread.yield();
            batch.run();
        });
    }

    /** Waits until every lane has run the tasks submitted before, or the timeout has elapsed. */
    void awaitSubmittedTasks(long timeoutNanos) throws InterruptedException {
        CountDownLatch remaining = new CountDownLatch(lanes.size());
        for (ServletLane lane : lanes) {
            lane.loop().execute(remaining::countDown);
        }
        remaining.await(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** Drops tasks from now on. */
    void shutdown() {
        threads.shutdown();
    }

    /** Drops tasks from now on, and waits until the threads have ended or, twice, the timeout has elapsed. */
    void close(long timeoutNanos) throws InterruptedException {
        threads.shutdown();
        if (threads.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS)) {
            made.join(timeoutNanos);
        }
    }
}
