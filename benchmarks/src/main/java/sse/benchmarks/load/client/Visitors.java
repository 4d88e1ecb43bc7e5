package sse.benchmarks.load.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Clients that come and leave, and what they share: how they reach the server, and what they count. */
final class Visitors implements Looped {
    private static final long LOOK_MILLIS = 10;
    private static final long IDLE_MILLIS = 1000;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);

    private final VisitTransport transport;
    private final ReceiveStats stats = new ReceiveStats();
    private final Counts counts = new Counts();
    private final List<Visitor> visitors = new ArrayList<>();
    private final Queue<Abandoned> abandoned = new ArrayDeque<>();
    private Script script = new Script(0, 0, 0, new VisitTimes(Duration.ZERO));
    private long nowNanos = System.nanoTime();
    private long lookNanos = nowNanos;
    private boolean settled;

    Visitors(VisitTransport transport) {
        this.transport = transport;
    }

    /**
     * What visitors do.
     *
     * @param port where they go
     * @param payloadBytes what the data of an event must have
     * @param seed makes them do the same each time
     * @param times how long they stay and stay away
     */
    record Script(int port, int payloadBytes, long seed, VisitTimes times) {}

    /** What is counted beside events. Confined to the loop. */
    static final class Counts {
        /** Connections that were begun. */
        long visits;
        /** Visits whose first event came after a last event id was sent. */
        long resumed;
        /** Streams that the server ended after they had not been read for long. */
        long cutOff;
    }

    /** A visit that is no longer read. */
    private record Abandoned(Visit visit, long dueNanos) {}

    Script script() {
        return script;
    }

    ReceiveStats stats() {
        return stats;
    }

    Counts counts() {
        return counts;
    }

    /** Returns true if visitors stay connected from now on. */
    boolean isSettled() {
        return settled;
    }

    /** Has visitors begin; they come one after the other. */
    void begin(int count, Script todo) {
        script = todo;
        for (int i = 0; i < count; i++) {
            visitors.add(new Visitor(i, this));
        }
    }

    /** Has all come back, read on and stay. */
    void settle() {
        settled = true;
        visitors.forEach(visitor -> visitor.hurry(nowNanos));
    }

    /** Returns how many visitors have no event of their present visit yet. */
    long awaited() {
        return visitors.stream().filter(visitor -> !visitor.hasEvent()).count();
    }

    /** Returns how many deliveries are still to come until all have so many publications. */
    long outstanding(long published) {
        return visitors.stream()
                .mapToLong(visitor -> visitor.outstanding(published))
                .sum();
    }

    /** Returns what has happened so far, as the line that answers a command. */
    String report() {
        return stats.report()
                + " visits=%d resumed=%d cut=%d here=%d stalled=%d abandoned=%d"
                        .formatted(
                                counts.visits,
                                counts.resumed,
                                counts.cutOff,
                                visitors.stream().filter(Visitor::isHere).count(),
                                visitors.stream().filter(Visitor::isStalled).count(),
                                abandoned.size());
    }

    @Override
    public void turn() throws IOException {
        transport.poll(visitors.isEmpty() ? IDLE_MILLIS : LOOK_MILLIS);
        nowNanos = System.nanoTime();
        if (nowNanos - lookNanos < 0) {
            return;
        }
        lookNanos = nowNanos + LOOK_NANOS;
        for (Visitor visitor : visitors) {
            visitor.onTime(nowNanos);
        }
        for (Abandoned each = abandoned.peek();
                each != null && nowNanos - each.dueNanos() >= 0;
                each = abandoned.peek()) {
            abandoned.remove().visit().reset();
        }
    }

    @Override
    public void wakeup() {
        transport.wakeup();
    }

    /** Disconnects every visitor permanently. */
    @Override
    public void closeAll() throws IOException {
        for (Visitor visitor : visitors) {
            visitor.quit();
        }
        visitors.clear();
        for (Abandoned each : abandoned) {
            each.visit().reset();
        }
        abandoned.clear();
        transport.closeAll();
    }

    /** Begins a visit. */
    Visit begin(Visitor visitor, @Nullable String lastEventId, IdField ids) throws IOException {
        return transport.begin(
                visitor, new VisitRequest(script.port(), script.payloadBytes(), script.times(), lastEventId, ids));
    }

    /** Keeps what is not read any more for a while. */
    void abandon(Visit visit, long now) {
        abandoned.add(new Abandoned(visit, now + script.times().abandonedNanos()));
    }
}
