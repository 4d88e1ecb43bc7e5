package sse.jdkhttp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * The blocking writes of a lane, one after the other on one worker, so that an event for all streams costs a change of
 * thread once and not for each of them.
 *
 * <pre>
 *   lane                       worker in charge                  next worker
 *   add, add, add
 *   end of its task  ------->  write, write, write blocks
 *                                            |  some ms later
 *                                            +--------------->   write, write, ...
 *   ended, ended     <-------  ... and ends                                |
 *   ended, ended     <-----------------------------------------------------+
 * </pre>
 *
 * A write that blocks holds up those behind it only until another worker takes charge. What has blocked once is told so
 * ({@link Write#blocks()}), and should stay away ({@link #apart}). Writes that block are {@link Stalled}: the next
 * worker always has a thread, if need be that of the one that has blocked longest.
 */
final class WriteQueue {
    /**
     * How often the worker in charge is looked at. Real time, whatever the server's ticker says: it is about threads
     * and not about streams.
     */
    private static final Duration LOOK = Duration.ofMillis(5);

    /** After so many writes in a row the lane hears of those that have ended. */
    private static final int TELL = 256;

    // Immutable after construction.
    private final Executor loop;
    private final BlockingThreads workers;
    private final Stalled stalled;
    private final Ticker ticker;

    // Confined to the lane.
    private final List<Write> added = new ArrayList<>();
    private boolean handingOver;

    // Thread-safe.
    private final Queue<Write> ready = new ConcurrentLinkedQueue<>();
    private final Queue<Write> ended = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Turn> inCharge = new AtomicReference<>();
    private final AtomicBoolean watched = new AtomicBoolean();

    /**
     * Makes an empty queue.
     *
     * @param loop runs the lane
     * @param workers run writes
     * @param stalled has those of all lanes that hold a worker
     * @param ticker tells when a write has blocked for too long
     */
    WriteQueue(Executor loop, BlockingThreads workers, Stalled stalled, Ticker ticker) {
        this.loop = loop;
        this.workers = workers;
        this.stalled = stalled;
        this.ticker = ticker;
    }

    /** Adds a write, on the lane. It begins after the lane's task, with all that the task has added. */
    void add(Write write) {
        if (!handingOver) {
            loop.execute(this::handOver);
            handingOver = true;
        }
        added.add(write);
    }

    /**
     * Runs a write that holds up no others, on a worker of its own; if too many are held, as one of the others, and it
     * has to block to have one. On the lane.
     */
    void apart(Write write) {
        if (!stalled.addIfRoom(write)) {
            add(write);
            return;
        }
        boolean taken = false;
        try {
            taken = workers.takes(() -> writeApart(write));
        } finally {
            if (!taken) {
                stalled.remove(write);
            }
        }
    }

    private void writeApart(Write write) {
        boolean isToBeTold = write.write();
        stalled.remove(write);
        if (isToBeTold) {
            ended.add(write);
            tell();
        }
    }

    private void handOver() {
        handingOver = false;
        ready.addAll(added);
        added.clear();
        begin();
    }

    /** Puts a worker in charge, if there is none and something to write. */
    private void begin() {
        if (ready.isEmpty()) {
            return;
        }
        Turn turn = new Turn();
        if (!inCharge.compareAndSet(null, turn)) {
            return;
        }
        boolean taken = false;
        try {
            taken = workers.takes(turn);
        } finally {
            // Also when there is no thread: what is ready goes with what is added next.
            if (!taken) {
                inCharge.compareAndSet(turn, null);
            }
        }
        if (taken) {
            watch();
        }
    }

    private void tell() {
        if (!ended.isEmpty()) {
            loop.execute(this::end);
        }
    }

    private void end() {
        try {
            Write write = ended.poll();
            while (write != null) {
                write.ended();
                write = ended.poll();
            }
        } finally {
            // One that fails keeps the others from nothing.
            tell();
        }
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            try {
                ticker.after(LOOK, this::look);
            } catch (RuntimeException | Error notTaken) {
                watched.set(false);
                throw notTaken;
            }
        }
    }

    /**
     * Puts another worker in charge if the one that is has begun nothing since the last look, and tells the lane.
     * Watches on while there is one.
     */
    private void look() {
        try {
            Turn turn = inCharge.get();
            if (turn != null && turn.isBlocked()) {
                replace(turn);
            }
            tell();
        } finally {
            watched.set(false);
            if (inCharge.get() != null) {
                watch();
            }
        }
    }

    /** Puts another worker in charge. The one that was can be cut from before that until it ends. */
    private void replace(Turn turn) {
        stalled.add(turn);
        if (inCharge.compareAndSet(turn, null)) {
            begin();
        } else {
            stalled.remove(turn);
        }
    }

    /** The time for which a worker is in charge. One that is in charge no more ends with the write it has begun. */
    private final class Turn implements Runnable, Stalled.Holder {
        // Written by the worker and the watch.
        private volatile boolean looked;
        private volatile @Nullable Write current;

        @Override
        public void run() {
            int untold = 0;
            Write write = next();
            while (write != null) {
                current = write;
                looked = false;
                if (write.write()) {
                    ended.add(write);
                }
                untold++;
                if (untold == TELL) {
                    tell();
                    untold = 0;
                }
                write = next();
            }
            stalled.remove(this);
            tell();
        }

        /** Cuts the write that it has begun and will end with. */
        @Override
        public void cut() {
            Write write = current;
            if (write != null) {
                write.cut();
            }
        }

        private @Nullable Write next() {
            if (inCharge.get() != this) {
                return null;
            }
            Write write = ready.poll();
            if (write == null && inCharge.compareAndSet(this, null)) {
                begin();
            }
            return write;
        }

        /** Says whether the same write is under way as when this was last asked, and tells it so. */
        private boolean isBlocked() {
            Write write = current;
            if (looked && write != null) {
                write.blocks();
                return true;
            }
            looked = true;
            return false;
        }
    }

    /** Threads that may block. */
    interface BlockingThreads {
        /** Hands over a task. Returns false if it is too late. */
        boolean takes(Runnable task);
    }

    /** What may block. */
    interface Write extends Stalled.Holder {
        /** Writes, on a worker, and says whether the lane is to be told of the end. Throws nothing. */
        boolean write();

        /** Tells of the end, on the lane. */
        void ended();

        /** Tells that it has held up others, and may still. For any thread. */
        void blocks();
    }
}
