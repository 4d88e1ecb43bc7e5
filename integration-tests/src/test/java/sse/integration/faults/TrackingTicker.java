package sse.integration.faults;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.Ticker;

/** The system's ticker with a count of pending actions and a clock that can jump. Thread-safe. */
final class TrackingTicker implements Ticker {
    private final Ticker system = Ticker.system();
    private final Set<Object> pending = ConcurrentHashMap.newKeySet();
    private final AtomicLong jumpedNanos = new AtomicLong();

    /** Moves the clock forward, or back if the time is negative. Scheduled actions keep their time. */
    void jump(Duration time) {
        jumpedNanos.addAndGet(time.toNanos());
    }

    /** Returns the number of actions that have neither completed nor been cancelled. */
    int pending() {
        return pending.size();
    }

    @Override
    public long nanoTime() {
        return system.nanoTime() + jumpedNanos.get();
    }

    @Override
    public Task every(Duration period, Runnable action) {
        Object key = register();
        return unregistering(key, system.every(period, action));
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        Object key = register();
        return unregistering(key, system.after(delay, () -> {
            pending.remove(key);
            action.run();
        }));
    }

    private Object register() {
        Object key = new Object();
        pending.add(key);
        return key;
    }

    private Task unregistering(Object key, Task task) {
        return () -> {
            pending.remove(key);
            task.cancel();
        };
    }
}
