package sse.jdkhttp;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sse.api.spi.WorkerThreads;

/**
 * Those that hold a thread because their client is slow. Where threads are few, the one that has been held longest is
 * cut for each that is too many: clients that do nothing must not take the last thread of those that do. Thread-safe.
 */
final class Stalled {
    /** Nobody is cut: threads are not few. */
    static final int NO_LIMIT = Integer.MAX_VALUE;

    /**
     * One thread of so many is left to those that go on: workers in charge of a lane's writes, requests that have just
     * come, what is disposed of.
     */
    private static final int LEFT_TO_OTHERS = 4;

    private final int most;

    // Guarded by this. The longest held first.
    private final Set<Holder> holders = new LinkedHashSet<>();

    /**
     * Makes an empty set.
     *
     * @param most how many may hold a thread at the same time, or {@link #NO_LIMIT}
     */
    Stalled(int most) {
        this.most = most;
    }

    /** Returns how many of {@link Workers} may be held: three quarters of a pool, or all where there is no limit. */
    static int mostOfWorkers() {
        int threads = WorkerThreads.mostAtOnce();
        return threads == NO_LIMIT ? NO_LIMIT : threads - threads / LEFT_TO_OTHERS;
    }

    boolean isLimited() {
        return most != NO_LIMIT;
    }

    /** Adds one that is not there yet, unless another would have to be cut for it. */
    synchronized boolean addIfRoom(Holder holder) {
        return !isLimited() || (holders.size() < most && holders.add(holder));
    }

    /** Adds one that is not there yet, and cuts the one that was added first if they are too many now. */
    void add(Holder holder) {
        Holder tooMany = isLimited() ? addAndTakeOldest(holder) : null;
        if (tooMany != null) {
            tooMany.cut();
        }
    }

    private synchronized @Nullable Holder addAndTakeOldest(Holder holder) {
        holders.add(holder);
        if (holders.size() <= most) {
            return null;
        }
        Holder oldest = holders.iterator().next();
        holders.remove(oldest);
        return oldest;
    }

    /** Takes one out that holds its thread no more, or has been cut. */
    void remove(Holder holder) {
        if (isLimited()) {
            synchronized (this) {
                holders.remove(holder);
            }
        }
    }

    /** What holds a thread. */
    interface Holder {
        /** Makes it let the thread go, and its connection be closed. For any thread; does not block. */
        void cut();
    }
}
