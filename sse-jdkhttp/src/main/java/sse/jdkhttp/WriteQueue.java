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
 * The blocking writes of a lane, performed one after the other by a leader thread (the leader/followers pattern), so
 * that an event for all streams costs one change of thread and not one for each stream.
 *
 * <pre>
 *   lane                       leader                            next leader
 *   add, add, add
 *   end of its task  ------->  write, write, write blocks
 *                                            |  some ms later
 *                                            +--------------->   write, write, ...
 *   onWritten        <-------  ... and ends                                |
 *   onWritten        <-----------------------------------------------------+
 * </pre>
 *
 * A write that blocks delays those behind it only until another thread becomes the leader. The blocked write is
 * notified ({@link Write#onBlocked()}), and should run separately from then on ({@link #runSeparately}). Blocked writes
 * count against a {@link BlockedThreadLimit}: there is always a thread for the next leader, if need be the thread of
 * the write that has blocked longest.
 */
final class WriteQueue {
    /** How often the leader is checked. Real time, whatever the server's ticker: it is about threads, not streams. */
    private static final Duration CHECK_PERIOD = Duration.ofMillis(5);

    /** The number of writes in a row after which the lane is notified of the completed ones. */
    private static final int NOTIFY_BATCH = 256;

    // Immutable after construction.
    private final Executor loop;
    private final WriteExecutor writers;
    private final BlockedThreadLimit blocked;
    private final Ticker ticker;

    // Confined to the lane.
    private final List<Write> added = new ArrayList<>();
    private boolean publishing;

    // Written by the thread of a leader that ends, read by any.
    private volatile long lastNanos;

    // Thread-safe.
    private final Queue<Write> ready = new ConcurrentLinkedQueue<>();
    private final Queue<Write> completed = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Leader> currentLeader = new AtomicReference<>();
    private final AtomicBoolean checkScheduled = new AtomicBoolean();

    /**
     * Creates an empty queue.
     *
     * @param loop runs the lane
     * @param writers runs writes
     * @param blocked limits the threads that blocked writes of all lanes hold
     * @param ticker schedules the checks for blocked writes
     */
    WriteQueue(Executor loop, WriteExecutor writers, BlockedThreadLimit blocked, Ticker ticker) {
        this.loop = loop;
        this.writers = writers;
        this.blocked = blocked;
        this.ticker = ticker;
    }

    /**
     * Adds a write, on the lane. It begins after the lane's current task, together with all that the task has added.
     */
    void add(Write write) {
        if (!publishing) {
            loop.execute(this::publish);
            publishing = true;
        }
        added.add(write);
    }

    /** Returns true if no write that has been added is left, except those that run separately. On the lane. */
    boolean isIdle() {
        return !publishing && currentLeader.get() == null;
    }

    /** Returns how long the latest writes took, from the first until none was left; few after many count as half. */
    long lastNanos() {
        return lastNanos;
    }

    /**
     * Runs a write on a thread of its own, where it delays no other write. If the limit of blocked threads is reached,
     * adds it to the queue instead, where it gets a thread of its own only after it has blocked. On the lane.
     */
    void runSeparately(Write write) {
        if (!blocked.tryAdd(write)) {
            add(write);
            return;
        }
        boolean submitted = false;
        try {
            submitted = writers.trySubmit(() -> writeSeparately(write));
        } finally {
            if (!submitted) {
                blocked.remove(write);
            }
        }
    }

    private void writeSeparately(Write write) {
        boolean notifies = write.write();
        blocked.remove(write);
        if (notifies) {
            completed.add(write);
            notifyLane();
        }
    }

    private void publish() {
        publishing = false;
        ready.addAll(added);
        added.clear();
        startLeader();
    }

    /** Starts a leader if there is none and a write is ready. */
    private void startLeader() {
        if (ready.isEmpty()) {
            return;
        }
        Leader leader = new Leader();
        if (!currentLeader.compareAndSet(null, leader)) {
            return;
        }
        boolean submitted = false;
        try {
            submitted = writers.trySubmit(leader);
        } finally {
            // Also if there is no thread: the ready writes are performed with the next ones added.
            if (!submitted) {
                currentLeader.compareAndSet(leader, null);
            }
        }
        if (submitted) {
            scheduleCheck();
        }
    }

    private void notifyLane() {
        if (!completed.isEmpty()) {
            loop.execute(this::notifyCompleted);
        }
    }

    private void notifyCompleted() {
        try {
            Write write = completed.poll();
            while (write != null) {
                write.onWritten();
                write = completed.poll();
            }
        } finally {
            // If one has thrown, the others are notified all the same.
            notifyLane();
        }
    }

    private void scheduleCheck() {
        if (checkScheduled.compareAndSet(false, true)) {
            try {
                ticker.after(CHECK_PERIOD, this::checkBlocked);
            } catch (RuntimeException | Error rejected) {
                checkScheduled.set(false);
                throw rejected;
            }
        }
    }

    /**
     * Replaces the leader if it has begun no write since the last check, and notifies the lane. Schedules the next
     * check while there is a leader.
     */
    private void checkBlocked() {
        try {
            Leader leader = currentLeader.get();
            if (leader != null && leader.isBlocked()) {
                replace(leader);
            }
            notifyLane();
        } finally {
            checkScheduled.set(false);
            if (currentLeader.get() != null) {
                scheduleCheck();
            }
        }
    }

    /** Replaces a leader. It counts as blocked from before that until it ends. */
    private void replace(Leader leader) {
        blocked.add(leader);
        if (currentLeader.compareAndSet(leader, null)) {
            startLeader();
        } else {
            blocked.remove(leader);
        }
    }

    /** Performs writes while it is the leader. One that has been replaced ends with the write it has begun. */
    private final class Leader implements Runnable, ThreadHolder {
        // Written by the leader's thread and by the check.
        private volatile boolean checked;
        private volatile @Nullable Write current;

        // Confined to the leader's thread.
        private long beganNanos;

        @Override
        public void run() {
            beganNanos = ticker.nanoTime();
            int sinceNotified = 0;
            Write write = next();
            while (write != null) {
                current = write;
                checked = false;
                if (write.write()) {
                    completed.add(write);
                }
                sinceNotified++;
                if (sinceNotified == NOTIFY_BATCH) {
                    notifyLane();
                    sinceNotified = 0;
                }
                write = next();
            }
            blocked.remove(this);
            notifyLane();
        }

        /** Cuts the write that it has begun, which is its last. */
        @Override
        public void cut() {
            Write write = current;
            if (write != null) {
                write.cut();
            }
        }

        private @Nullable Write next() {
            if (currentLeader.get() != this) {
                return null;
            }
            Write write = ready.poll();
            if (write == null) {
                end();
            }
            return write;
        }

        /** Ends its leadership when no write is ready; one that became ready meanwhile is left to another leader. */
        private void end() {
            lastNanos = Math.max(ticker.nanoTime() - beganNanos, lastNanos / 2);
            if (currentLeader.compareAndSet(this, null)) {
                startLeader();
            }
        }

        /** Returns true, and notifies the write, if the same write is in progress as at the last check. */
        private boolean isBlocked() {
            Write write = current;
            if (checked && write != null) {
                write.onBlocked();
                return true;
            }
            checked = true;
            return false;
        }
    }

    /** An executor whose tasks may block. */
    interface WriteExecutor {
        /** Submits a task. Returns false if the executor has been shut down. */
        boolean trySubmit(Runnable task);
    }

    /** A write that may block. */
    interface Write extends ThreadHolder {
        /** Performs it. Returns true if {@link #onWritten()} is to be called. Does not throw. */
        boolean write();

        /** The write is complete. Called on the lane. */
        void onWritten();

        /** The write has delayed others, and may still block. Called on any thread. */
        void onBlocked();
    }
}
