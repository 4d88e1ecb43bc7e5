package sse.client.internal.read;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sse.api.MessageEvent;
import sse.client.EndReason;
import sse.client.EventSourceException;
import sse.client.SourceEnd;

/**
 * Passes events to blocking readers, in batches: the loop fills one queue, a reader takes all of it at once and reads
 * it without meeting the loop. Bounded: the loop stops while {@value #MAX_SHARED} or more events are not taken.
 */
public final class EventQueue implements EventSink {
    private static final int MAX_SHARED = 256;

    // Immutable after construction.
    private final Runnable onDemand;
    private final ReentrantLock readers = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Confined to the loop.
    private final ArrayDeque<MessageEvent> batch = new ArrayDeque<>();

    // Guarded by lock; written by the loop and any thread.
    private ArrayDeque<MessageEvent> shared = new ArrayDeque<>();
    private volatile boolean full;
    private volatile @Nullable SourceEnd end;

    // Guarded by readers.
    private ArrayDeque<MessageEvent> taken = new ArrayDeque<>();

    /**
     * Creates a queue.
     *
     * @param onDemand called by a reader when a full queue has room again
     */
    public EventQueue(Runnable onDemand) {
        this.onDemand = onDemand;
    }

    @Override
    public boolean hasDemand() {
        return !full && end == null;
    }

    @Override
    public void accept(MessageEvent event) {
        batch.add(event);
        if (batch.size() >= MAX_SHARED) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (batch.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            shared.addAll(batch);
            full = shared.size() >= MAX_SHARED;
            changed.signal();
        } finally {
            lock.unlock();
        }
        batch.clear();
    }

    @Override
    public void end(SourceEnd how) {
        lock.lock();
        try {
            end = how;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if there will be no further event: the end is reached, or the program has closed the source. */
    public boolean isExhausted() {
        SourceEnd how = end;
        if (how == null) {
            return false;
        }
        if (how.reason() == EndReason.CLOSED) {
            return true;
        }
        lock.lock();
        try {
            return shared.isEmpty() && taken.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads an event.
     *
     * @param timeoutNanos the longest wait
     * @return the event; empty after the timeout, or an orderly end
     * @throws EventSourceException at the end, if it is not orderly
     */
    public Optional<MessageEvent> read(long timeoutNanos) throws InterruptedException {
        long startNanos = System.nanoTime();
        if (!readers.tryLock(Math.max(0, timeoutNanos), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            SourceEnd how = end;
            if (how != null && how.reason() == EndReason.CLOSED) {
                return Optional.empty();
            }
            MessageEvent event = taken.poll();
            if (event == null && take(timeoutNanos - (System.nanoTime() - startNanos))) {
                event = taken.poll();
            }
            return Optional.ofNullable(event);
        } finally {
            readers.unlock();
        }
    }

    /** Takes the shared events. Returns false if there is none in time, or at an orderly end. */
    private boolean take(long timeoutNanos) throws InterruptedException {
        boolean wasFull;
        lock.lockInterruptibly();
        try {
            long remaining = timeoutNanos;
            while (shared.isEmpty() && end == null) {
                if (remaining <= 0) {
                    return false;
                }
                remaining = changed.awaitNanos(remaining);
            }
            SourceEnd how = end;
            if (how != null && (shared.isEmpty() || how.reason() == EndReason.CLOSED)) {
                return reachEnd(how);
            }
            ArrayDeque<MessageEvent> empty = taken;
            taken = shared;
            shared = empty;
            wasFull = full;
            full = false;
        } finally {
            lock.unlock();
        }
        if (wasFull) {
            onDemand.run();
        }
        return true;
    }

    private static boolean reachEnd(SourceEnd how) {
        if (how.isOrderly()) {
            return false;
        }
        throw new EventSourceException(how);
    }
}
