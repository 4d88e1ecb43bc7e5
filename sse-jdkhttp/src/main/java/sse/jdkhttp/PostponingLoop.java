package sse.jdkhttp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import sse.api.Ticker;
import sse.api.spi.LaneLoop;
import sse.api.spi.support.SerialExecutor;

/**
 * The loop of a lane, which postpones the lane's runs so that one of them writes what several requests publish. Its
 * state is confined to the lane.
 *
 * <pre>
 *   a run is due
 *     | writes of the run before are left: until the last of them has been performed
 *     v
 *   a sequence of requests? -- no --------------------------------------------> runs
 *     | yes
 *     v
 *   waits for a step  &lt;--------------------------------------+
 *     | the step is over                                      |
 *     v                                                       |
 *   has a request begun meanwhile, and is time left?  -- yes -+
 *     | no
 *     +-----------------------------------------------------------------------> runs
 * </pre>
 *
 * <p>Waiting for writes delays nothing: what the run would write is performed behind them, and a stream takes no bytes
 * while its last write is left. All that is published meanwhile is joined.
 *
 * <p>On few cores, the requests of one connection hardly advance while a run is written: each passes from thread to
 * thread, and each of these waits for the core. So in a sequence they are given time before the run: as much as the
 * last writes took, so that an event is delayed by no more than if it had come a moment later and had waited for them,
 * and at most {@link #MAX_NANOS}. No thread waits. A publication outside a sequence, and the first ones of a sequence,
 * do not wait at all; the last one waits for two steps at most.
 */
final class PostponingLoop implements LaneLoop {
    /** How often it is checked that requests still follow one another. */
    static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** How long a run waits at most for requests. */
    static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** A shorter wait would cost more than it saves. */
    static final long MIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    // Immutable after construction.
    private final SerialExecutor loop;
    private final WriteQueue writes;
    private final RequestFlow requests;
    private final Ticker ticker;
    private final LastWrite lastWrite = new LastWrite();

    // Confined to the lane.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long remainingNanos;
    private long begunBefore;

    /**
     * Creates a loop without tasks.
     *
     * @param loop runs the lane
     * @param writes the writes of its runs
     * @param requests the requests of the server
     * @param ticker schedules the steps; real time, whatever the server's ticker
     */
    PostponingLoop(SerialExecutor loop, WriteQueue writes, RequestFlow requests, Ticker ticker) {
        this.loop = loop;
        this.writes = writes;
        this.requests = requests;
        this.ticker = ticker;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void atEndOfPass(Runnable task) {
        boolean postponed = !tasks.isEmpty();
        if (!tasks.contains(task)) {
            tasks.add(task);
        }
        if (postponed) {
            return;
        }
        if (writes.isIdle()) {
            awaitRequests();
        } else {
            writes.add(lastWrite);
        }
    }

    private void awaitRequests() {
        remainingNanos = requests.isSequence() ? Math.min(writes.lastNanos(), MAX_NANOS) : 0;
        awaitStep();
    }

    private void awaitStep() {
        if (remainingNanos < MIN_NANOS) {
            runAll();
            return;
        }
        long nanos = Math.min(remainingNanos, STEP_NANOS);
        remainingNanos -= nanos;
        begunBefore = requests.begun();
        try {
            ticker.after(Duration.ofNanos(nanos), () -> loop.execute(this::onStepEnded));
        } catch (RuntimeException | Error rejected) {
            ExchangeDispatcher.report("run of a lane cannot be postponed", rejected);
            runAll();
        }
    }

    private void onStepEnded() {
        if (requests.begun() == begunBefore) {
            requests.endSequence();
            remainingNanos = 0;
        }
        awaitStep();
    }

    /** Runs the tasks, without those that are added meanwhile. */
    private void runAll() {
        for (int i = tasks.size(); i > 0; i--) {
            tasks.remove().run();
        }
    }

    /** Is behind all writes that were added before it. */
    private final class LastWrite implements WriteQueue.Write {
        @Override
        public boolean write() {
            return true;
        }

        @Override
        public void onWritten() {
            awaitRequests();
        }

        @Override
        public void onBlocked() {
            // It writes nothing.
        }

        @Override
        public void cut() {
            // It writes nothing.
        }
    }
}
