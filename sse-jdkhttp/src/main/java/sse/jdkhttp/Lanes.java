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
import sse.api.spi.SerialExecutor;
import sse.api.spi.TransportContext;

/**
 * The lanes of a server, as many as there are cores, on as many daemon threads, which end when idle. Thread-safe.
 *
 * <p>They have threads of their own because a lane must run also when every worker is held by a stalled client: it is
 * the lane that aborts them.
 */
final class Lanes {
    private static final int SCRATCH_BYTES = 64 * 1024;
    private static final int KEPT_SECONDS = 5;

    // Immutable after construction.
    private final ThreadPoolExecutor threads;
    private final List<Slot> slots = new ArrayList<>();

    /**
     * Makes the lanes.
     *
     * @param writers run what blocks
     * @param stalled has what blocks
     */
    Lanes(TransportContext context, Workers writers, Stalled stalled) {
        int cores = Runtime.getRuntime().availableProcessors();
        threads = new ThreadPoolExecutor(
                cores,
                cores,
                KEPT_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Workers.daemons("sse-jdkhttp-lane"),
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        for (int i = 0; i < cores; i++) {
            SerialExecutor loop = new SerialExecutor(this::runYielding);
            Lane lane = context.newLane(loop, ByteBuffer.allocate(SCRATCH_BYTES));
            slots.add(new Slot(loop, lane, new WriteQueue(loop, writers, stalled, Ticker.system())));
        }
    }

    /** Returns the lane of a connection: the JDK shows no connection, but all its exchanges have the same peer. */
    Slot of(InetSocketAddress peer) {
        return slots.get(Math.floorMod((peer.hashCode() * 0x9E3779B9) >>> 16, slots.size()));
    }

    /**
     * Lets others run before a lane begins: on a full core, more than one event is there then, and one write takes them
     * all.
     */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it: without it there are only more writes.
    private void runYielding(Runnable batch) {
        threads.execute(() -> {
            Thread.yield();
            batch.run();
        });
    }

    /** Waits until every lane has done what was handed to it before, or the time is over. */
    void awaitTurn(long timeoutNanos) throws InterruptedException {
        CountDownLatch turns = new CountDownLatch(slots.size());
        for (Slot slot : slots) {
            slot.loop.execute(turns::countDown);
        }
        turns.await(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** Drops tasks from now on. */
    void shutdown() {
        threads.shutdown();
    }

    /** Drops tasks from now on, and waits for the threads to end, or the time to be over. */
    void close(long timeoutNanos) throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** A lane, the loop that runs it, and what its streams write. */
    record Slot(SerialExecutor loop, Lane lane, WriteQueue writes) {}
}
