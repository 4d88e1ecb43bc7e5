package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Posts events over some connections in turn, as fast as subscribers follow or at a fixed rate. Confined to the loop.
 */
final class Posting {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Poster> posters;
    private int next;
    private long posted;
    private long inFlight;
    private long intervalNanos;
    private long dueNanos;

    /** Takes the connections. */
    Posting(List<Poster> posters) {
        this.posters = List.copyOf(posters);
    }

    /** Begins to post, with so many events ahead of the slowest subscriber. */
    void flood(int atOnce) {
        inFlight = atOnce;
    }

    /** Begins to post at a rate. The time in the data is when the event was due. */
    void rate(double perSecond) {
        intervalNanos = (long) (NANOS / perSecond);
        dueNanos = System.nanoTime();
    }

    /** Ends posting and returns how many events have been posted, all runs together. */
    long stop() {
        inFlight = 0;
        intervalNanos = 0;
        return posted;
    }

    /** Returns how many posts have no response yet. */
    long unanswered() {
        return posters.stream().mapToLong(Poster::unanswered).sum();
    }

    /** Returns how long nothing is due; a flood waits for subscribers. */
    long idleNanos() {
        return intervalNanos == 0 ? Long.MAX_VALUE : Math.max(0, dueNanos - System.nanoTime());
    }

    /**
     * Posts what is due.
     *
     * @param completed how many events every subscriber has received
     */
    void post(long completed) throws IOException {
        while (inFlight > 0 && posted - completed < inFlight) {
            add(System.nanoTime());
        }
        while (intervalNanos > 0 && System.nanoTime() - dueNanos >= 0) {
            add(dueNanos);
            dueNanos += intervalNanos;
        }
        for (Poster poster : posters) {
            poster.flush();
        }
    }

    private void add(long nanos) {
        posters.get(next).add(nanos);
        next = (next + 1) % posters.size();
        posted++;
    }
}
