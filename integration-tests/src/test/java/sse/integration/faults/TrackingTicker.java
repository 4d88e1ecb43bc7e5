package sse.integration.faults;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.Ticker;

/**
 * The system's ticker, which knows how many of its actions are still to run, and whose clock can be made to jump.
 * Thread-safe.
 */
final class TrackingTicker implements Ticker {
    private final Ticker system = Ticker.system();
    private final Set<Object> pending = ConcurrentHashMap.newKeySet();
    private final AtomicLong jumpedNanos = new AtomicLong();

    /**
     * Puts the clock on, or back. What is due by then is still run at its own time, as by a timer that knows nothing of
     * the jump.
     */
    void jump(Duration time) {
        jumpedNanos.addAndGet(time.toNanos());
    }

    /** Returns how many actions are neither done nor cancelled. */
    int pending() {
        return pending.size();
    }

    @Override
    public long nanoTime() {
        return system.nanoTime() + jumpedNanos.get();
    }

    @Override
    public Task every(Duration period, Runnable action) {
        Object key = remember();
        return forgetting(key, system.every(period, action));
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        Object key = remember();
        return forgetting(key, system.after(delay, () -> {
            pending.remove(key);
            action.run();
        }));
    }

    private Object remember() {
        Object key = new Object();
        pending.add(key);
        return key;
    }

    private Task forgetting(Object key, Task task) {
        return () -> {
            pending.remove(key);
            task.cancel();
        };
    }
}
