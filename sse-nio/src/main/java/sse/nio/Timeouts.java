package sse.nio;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;
import sse.api.spi.HttpLimits;

/**
 * The connections of a loop that must do something by a certain time. Confined to the loop.
 *
 * <p>One periodic task looks at all of them: they are few, because an open stream is not among them, and being late by
 * a fraction of a second harms nobody. The task starts with the first connection and ends when it finds none. Each
 * connection knows its place in the arrays, so adding and removing take constant time and allocate nothing; its
 * deadline is here, because an idle stream has none.
 */
final class Timeouts {
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(20);
    private static final Duration LONGEST_PERIOD = Duration.ofMillis(500);

    private final EventLoop loop;
    private final Ticker ticker;
    private final Duration period;

    private Connection[] connections = new Connection[16];
    private long[] deadlinesNanos = new long[16];
    private int size;
    private Ticker.@Nullable Task task;

    Timeouts(EventLoop loop, Ticker ticker, HttpLimits limits) {
        this.loop = loop;
        this.ticker = ticker;
        Duration shortest = shorter(limits.requestTimeout(), limits.idleTimeout());
        period = longer(SHORTEST_PERIOD, shorter(LONGEST_PERIOD, shortest.dividedBy(4)));
    }

    /**
     * Tells a connection when the timeout has passed, in place of the timeout it had. If it throws, nothing has
     * changed.
     */
    void set(Connection connection, Duration timeout) {
        long deadlineNanos = ticker.nanoTime() + timeout.toNanos();
        if (connection.timeoutSlot < 0) {
            add(connection);
        }
        deadlinesNanos[connection.timeoutSlot] = deadlineNanos;
    }

    /** Takes the connection's timeout back, if it has one. */
    void clear(Connection connection) {
        int slot = connection.timeoutSlot;
        if (slot < 0) {
            return;
        }
        Connection last = connections[--size];
        connections[slot] = last;
        deadlinesNanos[slot] = deadlinesNanos[size];
        last.timeoutSlot = slot;
        connections[size] = null;
        connection.timeoutSlot = -1;
    }

    /** Ends the periodic task. */
    void cancel() {
        if (task != null) {
            task.cancel();
            task = null;
        }
    }

    private void add(Connection connection) {
        if (size == connections.length) {
            connections = Arrays.copyOf(connections, 2 * size);
            deadlinesNanos = Arrays.copyOf(deadlinesNanos, 2 * size);
        }
        if (task == null) {
            task = ticker.every(period, () -> loop.execute(this::sweep));
        }
        connection.timeoutSlot = size;
        connections[size++] = connection;
    }

    private void sweep() {
        if (size == 0) {
            cancel();
            return;
        }
        long now = ticker.nanoTime();
        // From the end, because a connection that is removed leaves its place to the last one.
        for (int i = size - 1; i >= 0; i--) {
            if (now - deadlinesNanos[i] >= 0) {
                connections[i].timedOut();
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
