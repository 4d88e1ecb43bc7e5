package sse.api.internal.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;
import sse.api.internal.jfr.JfrEvents;
import sse.api.internal.wire.FrameBatch;
import sse.api.internal.wire.gzip.LaneGzip;
import sse.api.spi.Exchange;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.support.DeadlineClock;

/**
 * A single-threaded executor of streams: their state is confined to their lane, and their bytes are written there.
 *
 * <p>Any thread may {@link #signal} a member. Signalled members form a list that is pushed to without a lock. The first
 * push after a run has begun submits the lane to its event loop; later ones find it submitted, so that however much is
 * sent, the loop is woken once before the lane runs. A run takes the whole list and calls each member once, with the
 * lane's one batch to compose in.
 *
 * <p>The run waits for the end of the loop's pass ({@link LaneLoop#atEndOfPass}), so that what several requests publish
 * is written at once. Only answers to requests overtake a run that waits: they let the next requests through.
 *
 * <p>Deadlines have no timers of their own: while the lane has members, one periodic task sweeps over them. Their time
 * is that of a {@link DeadlineClock}: it does not advance while the process is stopped.
 */
public final class StreamLane implements Lane {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final LaneLoop loop;
    private final FrameBatch batch;
    private final Ticker ticker;
    private final long sweepPeriodNanos;
    private final DeadlineClock clock;
    private final BiConsumer<StreamLane, Exchange> requests;
    private final LaneCounters counters = new LaneCounters();
    private final LaneGzip gzip;

    // Written by any thread, taken by the lane.
    private final AtomicReference<@Nullable LaneMember> signalled = new AtomicReference<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean sweepScheduled = new AtomicBoolean();
    private final Runnable requestRun = this::requestRun;
    private final Runnable run = this::runIfWaiting;
    private final Runnable sweep = this::sweep;

    // Written by the one thread that sets scheduled, before it submits the lane; read by the lane before it resets
    // scheduled.
    private long scheduledNanos;

    // Confined to the lane.
    private LaneMember[] members = new LaneMember[16];
    private int memberCount;
    private long sweeps;
    private boolean runWaits;

    /**
     * Creates a lane without members.
     *
     * @param loop the event loop: runs the lane's tasks one at a time
     * @param scratch the buffer in which frames are composed
     * @param ticker the source of time
     * @param sweepPeriod how often heartbeats and deadlines are checked
     * @param requests receives the requests of this lane's connections
     */
    public StreamLane(
            LaneLoop loop,
            ByteBuffer scratch,
            Ticker ticker,
            Duration sweepPeriod,
            BiConsumer<StreamLane, Exchange> requests) {
        this.loop = loop;
        this.batch = new FrameBatch(scratch);
        this.gzip = new LaneGzip(scratch, counters.gzip());
        this.ticker = ticker;
        this.sweepPeriodNanos = sweepPeriod.toNanos();
        this.clock = new DeadlineClock(ticker, sweepPeriod);
        this.requests = requests;
    }

    @Override
    public void onRequest(Exchange exchange) {
        requests.accept(this, exchange);
    }

    /** Runs a task on the lane, after a run that was submitted before. Any thread. */
    public void execute(Runnable task) {
        // A run that was submitted before has begun, or is still scheduled.
        loop.execute(scheduled.get() ? behindRun(task) : task);
    }

    private Runnable behindRun(Runnable task) {
        return () -> {
            runIfWaiting();
            task.run();
        };
    }

    /** Runs a task that answers a request, on the lane, before a run that waits for the end of the pass. Any thread. */
    public void executeAnswer(Runnable task) {
        loop.execute(task);
    }

    /** Calls an action with every stream, in no order; the action may remove its stream. On the lane. */
    public void forEachStream(Consumer<ServerEventStream> action) {
        for (int i = memberCount - 1; i >= 0; i = Math.min(i, memberCount) - 1) {
            members[i].ifStream(action);
        }
    }

    /** Has a member run soon. Any thread. */
    public void signal(LaneMember member) {
        if (!member.claimSignal()) {
            return;
        }
        LaneMember first;
        do {
            first = signalled.get();
            member.linkSignalled(first);
        } while (!signalled.compareAndSet(first, member));
        scheduleRun();
    }

    private void scheduleRun() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            scheduledNanos = ticker.nanoTime();
            submit(requestRun, scheduled);
        }
    }

    private void scheduleSweep() {
        if (sweepScheduled.compareAndSet(false, true)) {
            submit(sweep, sweepScheduled);
        }
    }

    /** A task that the loop has rejected, for want of memory, can be submitted again. */
    private void submit(Runnable task, AtomicBoolean submitted) {
        try {
            loop.execute(task);
        } catch (Exception | Error rejected) {
            submitted.set(false);
            throw rejected;
        }
    }

    /** Adds a member. On the lane. */
    public void add(LaneMember member) {
        if (memberCount == members.length) {
            members = Arrays.copyOf(members, memberCount * 2);
        }
        member.laneIndex = memberCount;
        members[memberCount++] = member;
        clock.start(this::scheduleSweep);
    }

    /** Removes a member, if it is here. On the lane. */
    @SuppressWarnings("NullAway") // Entries from memberCount on are null.
    public void remove(LaneMember member) {
        if (member.laneIndex < 0) {
            return;
        }
        LaneMember last = members[--memberCount];
        members[memberCount] = null;
        if (last != member) {
            members[member.laneIndex] = last;
            last.laneIndex = member.laneIndex;
        }
        member.laneIndex = -1;
        if (memberCount == 0) {
            clock.stop();
            gzip.end();
            members = new LaneMember[16];
        }
    }

    /** Returns the lane's counters. */
    public LaneCounters counters() {
        return counters;
    }

    /** Returns what the gzip streams of this lane share. On the lane. */
    public LaneGzip gzip() {
        return gzip;
    }

    /** Returns how often the deadlines of streams are checked. */
    long sweepPeriodNanos() {
        return sweepPeriodNanos;
    }

    /** Returns the time of the lane's deadlines. */
    long nanoTime() {
        return clock.nanoTime();
    }

    /** Returns true in one of as many sweeps as are in a period; members take turns. */
    boolean isTurnOf(LaneMember member, long periodNanos) {
        long count = Math.max(1, periodNanos / sweepPeriodNanos);
        return (sweeps + member.laneIndex) % count == 0;
    }

    private void requestRun() {
        runWaits = true;
        loop.atEndOfPass(run);
    }

    private void runIfWaiting() {
        if (runWaits) {
            runWaits = false;
            run();
        }
    }

    private void run() {
        long now = ticker.nanoTime();
        long clockNanos = clock.nanoTime();
        long asked = scheduledNanos;
        JfrEvents.LaneRunRecord record = JfrEvents.beginLaneRun();
        long bytesBefore = gzip.counters().bytesBefore();
        long bytesAfter = gzip.counters().bytesAfter();
        int served = 0;
        scheduled.set(false);
        LaneMember member = oldestFirst(signalled.getAndSet(null));
        while (member != null) {
            LaneMember next = member.unlinkSignalled();
            run(member, clockNanos);
            served++;
            member = next;
        }
        counters.countRun(asked, now, ticker.nanoTime());
        if (record != null) {
            record.setCompression(
                    gzip.counters().bytesBefore() - bytesBefore, gzip.counters().bytesAfter() - bytesAfter);
            record.end(Duration.ofNanos(now - asked), served);
        }
    }

    /** A member that throws must not stop the others: once off the list, they would never be signalled again. */
    private void run(LaneMember member, long now) {
        try {
            member.onRun(batch, now);
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "bug: a run of a stream or topic failed", failure);
        } finally {
            batch.clear();
        }
    }

    /** Reverses the list: members run in the order in which they were signalled. */
    private static @Nullable LaneMember oldestFirst(@Nullable LaneMember newest) {
        LaneMember reversed = null;
        LaneMember member = newest;
        while (member != null) {
            LaneMember next = member.nextSignalled();
            member.linkSignalled(reversed);
            reversed = member;
            member = next;
        }
        return reversed;
    }

    /** A member that throws must not stop the others. */
    private static void sweep(LaneMember member, long now) {
        try {
            member.onSweep(now);
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "bug: heartbeat sweep failed", failure);
        }
    }

    private void sweep() {
        sweepScheduled.set(false);
        sweeps++;
        long now = clock.nanoTime();
        // A member may remove itself and others; the last one then moves to its index.
        for (int i = memberCount - 1; i >= 0; i = Math.min(i, memberCount) - 1) {
            sweep(members[i], now);
        }
        gzip.onSweep(now);
        if (signalled.get() != null) {
            // The loop may have rejected the run that a signal asked for: the member is signalled, and signals no more.
            scheduleRun();
        }
    }
}
