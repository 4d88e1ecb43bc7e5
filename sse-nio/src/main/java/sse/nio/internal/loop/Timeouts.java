package sse.nio.internal.loop;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * The timeouts of a loop's channels. Confined to the loop.
 *
 * <p>One periodic task compares all deadlines with the time. There are few of them, because an open stream has none,
 * and a timeout may fire late by a fraction of a second. The task starts with the first timeout and ends when it finds
 * none. Each channel knows its index in the arrays, so setting and clearing take constant time and allocate nothing;
 * the deadlines are kept here so that an idle stream holds no room for one.
 */
public final class Timeouts {
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(20);
    private static final Duration LONGEST_PERIOD = Duration.ofMillis(500);

    private final EventLoop loop;
    private final Ticker ticker;
    private final Duration period;

    private TimedSelectable[] selectables = new TimedSelectable[16];
    private long[] deadlinesNanos = new long[16];
    private int size;
    private Ticker.@Nullable Task sweep;

    /**
     * Creates timeouts of which none is set.
     *
     * @param shortest the shortest timeout that will be set often, from which the period of the sweep follows
     */
    Timeouts(EventLoop loop, Ticker ticker, Duration shortest) {
        this.loop = loop;
        this.ticker = ticker;
        period = longer(SHORTEST_PERIOD, shorter(LONGEST_PERIOD, shortest.dividedBy(4)));
    }

    /**
     * Sets the timeout of a selectable, in place of the one that it had. If this method throws, nothing has changed.
     */
    public void set(TimedSelectable selectable, Duration timeout) {
        long deadlineNanos = ticker.nanoTime() + timeout.toNanos();
        if (selectable.timeoutSlot < 0) {
            add(selectable);
        }
        deadlinesNanos[selectable.timeoutSlot] = deadlineNanos;
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
        if (sweep != null) {
            sweep.cancel();
            sweep = null;
        }
    }

    private void add(TimedSelectable selectable) {
        if (size == selectables.length) {
            selectables = Arrays.copyOf(selectables, 2 * size);
            deadlinesNanos = Arrays.copyOf(deadlinesNanos, 2 * size);
        }
        if (sweep == null) {
            sweep = ticker.every(period, () -> loop.execute(this::sweep));
        }
        selectable.timeoutSlot = size;
        selectables[size++] = selectable;
    }

    private void sweep() {
        if (size == 0) {
            cancel();
            return;
        }
        long now = ticker.nanoTime();
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
