package sse.jdkhttp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import sse.api.Ticker;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.ServiceContext;
import sse.api.spi.support.SerialExecutor;

/**
 * The lanes of a server: as many as there are cores, on as many daemon threads, which end when idle. Thread-safe.
 *
 * <p>Lanes have threads of their own because they must run even if stalled clients hold every thread of the write
 * executor: it is the lane that aborts those clients.
 */
final class Lanes {
    private static final int SCRATCH_BYTES = 64 * 1024;
    private static final int KEEP_ALIVE_SECONDS = 5;

    // Immutable after construction.
    private final ThreadPoolExecutor threads;
    private final List<JdkLane> lanes = new ArrayList<>();
    private final RequestFlow requests;

    /**
     * Creates the lanes.
     *
     * @param writers runs blocking writes
     * @param stalled limits the threads that blocked writes hold
     * @param ticker the source of time for threads and requests, whatever the server's ticker
     */
    Lanes(ServiceContext context, BlockingExecutor writers, BlockedThreadLimit stalled, Ticker ticker) {
        requests = new RequestFlow(ticker);
        int cores = Runtime.getRuntime().availableProcessors();
        threads = new ThreadPoolExecutor(
                cores,
                cores,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                BlockingExecutor.daemons("sse-jdkhttp-lane"),
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        for (int i = 0; i < cores; i++) {
            SerialExecutor loop = new SerialExecutor(this::runYielding);
            WriteQueue writes = new WriteQueue(loop, writers, stalled, ticker);
            LaneLoop postponing = new PostponingLoop(loop, writes, requests, ticker);
            Lane lane = context.newLane(postponing, ByteBuffer.allocate(SCRATCH_BYTES));
            lanes.add(new JdkLane(loop, lane, writes));
        }
    }

    /** Returns the requests whose publications lanes join. */
    RequestFlow requests() {
        return requests;
    }

    /**
     * Returns the lane of a connection. The JDK does not expose connections, but all exchanges of one have the same
     * peer address.
     */
    JdkLane of(InetSocketAddress peer) {
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
        for (JdkLane lane : lanes) {
            lane.loop().execute(remaining::countDown);
        }
        remaining.await(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** Drops tasks from now on. */
    void shutdown() {
        threads.shutdown();
    }

    /** Drops tasks from now on, and waits until the threads have ended or the timeout has elapsed. */
    void close(long timeoutNanos) throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS);
    }
}
