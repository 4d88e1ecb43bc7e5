package sse.jdkhttp;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sse.api.spi.support.WorkerThreads;

/**
 * Limits how many threads slow clients may hold. Where the number of threads is limited, the holder that has held its
 * thread longest is cut for each one above the limit, so that stalled clients cannot take the last thread. Thread-safe.
 */
final class BlockedThreadLimit {
    /** No holder is ever cut. */
    static final int NO_LIMIT = Integer.MAX_VALUE;

    /**
     * One thread of four is reserved for work that makes progress: the leaders of write queues, new requests, and
     * disposing of exchanges.
     */
    private static final int RESERVED_FRACTION = 4;

    private final int limit;

    // Guarded by this. The oldest first.
    private final Set<ThreadHolder> holders = new LinkedHashSet<>();

    /**
     * Creates a limit.
     *
     * @param limit how many may hold a thread at the same time, or {@link #NO_LIMIT}
     */
    BlockedThreadLimit(int limit) {
        this.limit = limit;
    }

    /** Returns three quarters of the threads of a {@link BlockingExecutor}, or {@link #NO_LIMIT}. */
    static int ofExecutor() {
        int threads = WorkerThreads.maxThreads();
        return threads == NO_LIMIT ? NO_LIMIT : threads - threads / RESERVED_FRACTION;
    }

    boolean isLimited() {
        return limit != NO_LIMIT;
    }

    /** Adds a holder that is not present. Returns false, and adds nothing, if the limit is reached. */
    synchronized boolean tryAdd(ThreadHolder holder) {
        return !isLimited() || (holders.size() < limit && holders.add(holder));
    }

    /** Adds a holder that is not present, and cuts the oldest one if the limit is exceeded now. */
    void add(ThreadHolder holder) {
        ThreadHolder evicted = isLimited() ? addAndEvict(holder) : null;
        if (evicted != null) {
            evicted.cut();
        }
    }

    private synchronized @Nullable ThreadHolder addAndEvict(ThreadHolder holder) {
        holders.add(holder);
        if (holders.size() <= limit) {
            return null;
        }
        ThreadHolder oldest = holders.iterator().next();
        holders.remove(oldest);
        return oldest;
    }

    /** Removes a holder that has released its thread, or has been cut. */
    void remove(ThreadHolder holder) {
        if (isLimited()) {
            synchronized (this) {
                holders.remove(holder);
            }
        }
    }
}
