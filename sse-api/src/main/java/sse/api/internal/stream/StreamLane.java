package sse.api.internal.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;
import sse.api.internal.jfr.JfrEvents;
import sse.api.spi.Exchange;
import sse.api.spi.Lane;

/**
 * The single-threaded place in which streams live.
 *
 * <p>Any thread may {@link #signal} a member. The signalled ones form a list that is pushed to without a lock; the
 * first push after a turn has begun hands the lane to its loop, and later ones find it on its way, so a wake-up is paid
 * once however much is sent until the lane runs. A turn takes the whole list and gives each member one go, with the
 * lane's one buffer to compose in.
 *
 * <p>Deadlines have no timers of their own: while the lane has members, one periodic tick sweeps over them.
 */
public final class StreamLane implements Lane {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final Executor loop;
    private final ByteBuffer scratch;
    private final Ticker ticker;
    private final Duration sweepPeriod;
    private final BiConsumer<StreamLane, Exchange> requests;
    private final LaneCounters counters = new LaneCounters();

    // Written by any thread, taken by the lane.
    private final AtomicReference<@Nullable LaneMember> signalled = new AtomicReference<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean sweepScheduled = new AtomicBoolean();
    private final Runnable turn = this::turn;
    private final Runnable sweep = this::sweep;

    // Written by the one thread that sets scheduled, before it hands the lane over; read by the lane before it resets
    // that.
    private long scheduledNanos;

    // Confined to the lane.
    private LaneMember[] members = new LaneMember[16];
    private int memberCount;
    private Ticker.@Nullable Task sweeping;

    /**
     * Makes a lane.
     *
     * @param loop runs the lane's tasks one at a time
     * @param scratch the buffer in which members compose
     * @param ticker the clock
     * @param sweepPeriod how often members look at the clock
     * @param requests takes the requests of this lane's connections
     */
    public StreamLane(
            Executor loop,
            ByteBuffer scratch,
            Ticker ticker,
            Duration sweepPeriod,
            BiConsumer<StreamLane, Exchange> requests) {
        this.loop = loop;
        this.scratch = scratch;
        this.ticker = ticker;
        this.sweepPeriod = sweepPeriod;
        this.requests = requests;
    }

    @Override
    public void onRequest(Exchange exchange) {
        requests.accept(this, exchange);
    }

    /** Runs a task on the lane. Any thread. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Calls every stream on the lane, in no order; an action may remove the stream it is given. On the lane. */
    public void forEachStream(Consumer<ServerEventStream> action) {
        for (int i = memberCount - 1; i >= 0; i = Math.min(i, memberCount) - 1) {
            if (members[i] instanceof ServerEventStream stream) {
                action.accept(stream);
            }
        }
    }

    /** Gives a member a turn soon. Any thread. */
    public void signal(LaneMember member) {
        if (!member.claimSignal()) {
            return;
        }
        LaneMember first;
        do {
            first = signalled.get();
            member.linkSignalled(first);
        } while (!signalled.compareAndSet(first, member));
        scheduleTurn();
    }

    private void scheduleTurn() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            scheduledNanos = ticker.nanoTime();
            handOver(turn, scheduled);
        }
    }

    private void scheduleSweep() {
        if (sweepScheduled.compareAndSet(false, true)) {
            handOver(sweep, sweepScheduled);
        }
    }

    /** What the loop has not taken, for want of memory, can be handed over again. */
    private void handOver(Runnable task, AtomicBoolean handedOver) {
        try {
            loop.execute(task);
        } catch (Exception | Error notTaken) {
            handedOver.set(false);
            throw notTaken;
        }
    }

    /** Makes something live here. On the lane. */
    public void add(LaneMember member) {
        if (memberCount == members.length) {
            members = Arrays.copyOf(members, memberCount * 2);
        }
        member.laneIndex = memberCount;
        members[memberCount++] = member;
        if (sweeping == null) {
            sweeping = ticker.every(sweepPeriod, this::scheduleSweep);
        }
    }

    /** Takes something off the lane. On the lane. */
    @SuppressWarnings("NullAway") // A place behind memberCount holds nothing.
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
        if (memberCount == 0 && sweeping != null) {
            sweeping.cancel();
            sweeping = null;
            members = new LaneMember[16];
        }
    }

    /** Returns what it has done. */
    public LaneCounters counters() {
        return counters;
    }

    /** Returns the time of its clock. */
    public long nanoTime() {
        return ticker.nanoTime();
    }

    private void turn() {
        long now = ticker.nanoTime();
        long asked = scheduledNanos;
        JfrEvents.TurnRecord record = JfrEvents.beginTurn();
        int served = 0;
        scheduled.set(false);
        LaneMember member = oldestFirst(signalled.getAndSet(null));
        while (member != null) {
            LaneMember next = member.unlinkSignalled();
            giveTurn(member, now);
            served++;
            member = next;
        }
        counters.countTurn(asked, now, ticker.nanoTime());
        if (record != null) {
            record.end(Duration.ofNanos(now - asked), served);
        }
    }

    /**
     * One member's fault must not cost the others their turn: once off the list, they would never be signalled again.
     */
    private void giveTurn(LaneMember member, long now) {
        scratch.clear();
        try {
            member.onTurn(scratch, now);
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "bug: a turn on a lane failed", failure);
        }
    }

    /** Turns the list round: whoever signalled first has the first go. */
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

    /** As with turns: the others' deadlines count, too. */
    private static void sweep(LaneMember member, long now) {
        try {
            member.onSweep(now);
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "bug: a look at the clock on a lane failed", failure);
        }
    }

    private void sweep() {
        sweepScheduled.set(false);
        long now = ticker.nanoTime();
        // A member may take itself and others off the lane; the last one then moves to its place.
        for (int i = memberCount - 1; i >= 0; i = Math.min(i, memberCount) - 1) {
            sweep(members[i], now);
        }
        if (signalled.get() != null) {
            // Also where the loop has not taken the turn that a signal asked for: the member waits and signals no more.
            scheduleTurn();
        }
    }
}
