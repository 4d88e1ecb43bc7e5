package sse.nio.internal.loop;

import java.time.Duration;
import java.util.Arrays;
import sse.api.Ticker;
import sse.api.spi.support.DeadlineClock;

/**
 * The timeouts of a loop's channels. Confined to the loop.
 *
 * <p>One periodic task compares all deadlines with the time. There are few of them, because an open stream has none,
 * and a timeout may fire late by a fraction of a second. The task starts with the first timeout and ends when it finds
 * none. Its time does not advance while the process is stopped ({@link DeadlineClock}). Each channel knows its index in
 * the arrays, so setting and clearing take constant time and allocate nothing; the deadlines are kept here so that an
 * idle stream holds no room for one.
 */
public final class Timeouts {
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(20);
    private static final Duration LONGEST_PERIOD = Duration.ofMillis(500);
    private static final int PERIODS_PER_TIMEOUT = 8;

    private final EventLoop loop;
    private final DeadlineClock clock;

    private TimedSelectable[] selectables = new TimedSelectable[16];
    private long[] deadlinesNanos = new long[16];
    private int size;

    /**
     * Creates timeouts of which none is set.
     *
     * @param shortest the shortest timeout that will be set often, from which the period of the sweep follows
     */
    Timeouts(EventLoop loop, Ticker ticker, Duration shortest) {
        this.loop = loop;
        clock = new DeadlineClock(
                ticker, longer(SHORTEST_PERIOD, shorter(LONGEST_PERIOD, shortest.dividedBy(PERIODS_PER_TIMEOUT))));
    }

    /**
     * Sets the timeout of a selectable, in place of the one that it had. If this method throws, nothing has changed.
     */
    public void set(TimedSelectable selectable, Duration timeout) {
        if (selectable.timeoutSlot < 0) {
            add(selectable);
        }
        deadlinesNanos[selectable.timeoutSlot] = clock.nanoTime() + timeout.toNanos();
    }

    /** Clears the timeout of a selectable, if it has one. */
    public void clear(TimedSelectable selectable) {
        int slot = selectable.timeoutSlot;
        if (slot < 0) {
            return;
        }
        TimedSelectable last = selectables[--size];
        selectables[slot] = last;
        deadlinesNanos[slot] = deadlinesNanos[size];
        last.timeoutSlot = slot;
        selectables[size] = null;
        selectable.timeoutSlot = -1;
    }

    /** Ends the periodic task. */
    void cancel() {
        clock.stop();
    }

    private void add(TimedSelectable selectable) {
        if (size == selectables.length) {
            selectables = Arrays.copyOf(selectables, 2 * size);
            deadlinesNanos = Arrays.copyOf(deadlinesNanos, 2 * size);
        }
        clock.start(() -> loop.execute(this::sweep));
        selectable.timeoutSlot = size;
        selectables[size++] = selectable;
    }

    private void sweep() {
        if (size == 0) {
            cancel();
            return;
        }
        long now = clock.nanoTime();
        // From the end, because clearing a timeout moves the last one to its index.
        for (int i = size - 1; i >= 0; i--) {
            if (now - deadlinesNanos[i] >= 0) {
                selectables[i].onTimeout();
            }
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
