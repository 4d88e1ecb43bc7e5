package sse.jdkhttp;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.Ticker;

/** A ticker whose time passes only by hand: a test takes what was asked of it, and runs it. */
final class HandTicker implements Ticker {
    private static final int DEADLINE_STEPS = 8;

    /** A moment is half a second, and longer on a busy machine. */
    private static final int QUIET_TURNS = 100;

    private static final int QUIET_MILLIS = 5;

    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();

    // Written by any thread.
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    /** Lets time pass. Runs nothing. */
    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public Task every(Duration period, Runnable action) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        Waiting task = new Waiting(delay, action);
        waiting.add(task);
        return () -> waiting.remove(task);
    }

    /** Waits until something with this delay is asked for, and runs it. */
    void awaitAndRun(Duration delay) throws InterruptedException {
        while (true) {
            Waiting next = waiting.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing waits for " + delay);
            }
            if (next.delay.equals(delay)) {
                next.action.run();
                return;
            }
        }
    }

    /** Waits until a {@link Deadline} of this length is set, and lets it elapse. */
    void awaitTimeout(Duration timeout) throws InterruptedException {
        for (int i = 0; i < DEADLINE_STEPS; i++) {
            awaitAndRun(timeout.dividedBy(DEADLINE_STEPS));
        }
    }

    /** Waits until nothing new is asked for during a moment, and lets the last {@link Deadline} elapse. */
    void awaitQuietAndTimeout(Duration timeout) throws InterruptedException {
        awaitQuietAndRun(timeout.dividedBy(DEADLINE_STEPS));
        for (int i = 1; i < DEADLINE_STEPS; i++) {
            awaitAndRun(timeout.dividedBy(DEADLINE_STEPS));
        }
    }

    private void awaitQuietAndRun(Duration delay) throws InterruptedException {
        Waiting last = waiting.poll(30, TimeUnit.SECONDS);
        int quietTurns = 0;
        while (quietTurns < QUIET_TURNS) {
            Waiting next = waiting.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
            if (next == null) {
                quietTurns++;
            } else {
                last = next;
                quietTurns = 0;
            }
        }
        if (last == null || !last.delay.equals(delay)) {
            throw new AssertionError("waits for " + last + ", not for " + delay);
        }
        last.action.run();
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    private record Waiting(Duration delay, Runnable action) {}
}
