package sse.api.internal.stream;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.Revalidation;

/**
 * The revalidation of one stream. The sweep of the lane says when a call is due; the call runs on the executor, as soon
 * as fewer than the limit of the service run.
 *
 * <pre>
 *   IDLE ── due ──> WAITING ── the executor runs it ──> RUNNING ── permitted ──> IDLE
 *                      └── the stream has closed ──> IDLE  └── denied, or late and failing closed ──> DENIED
 * </pre>
 *
 * <p>Each stream has its first call at a random time within the first period, so that the calls of streams which opened
 * together are spread.
 */
final class RevalidationCall implements Runnable {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private enum State {
        IDLE,
        WAITING,
        RUNNING,
        DENIED
    }

    // Immutable after construction.
    private final ServerEventStream stream;
    private final Revalidation revalidation;
    private final long periodNanos;
    private final long timeoutNanos;

    // Confined to the lane.
    private long dueNanos;

    // Guarded by this.
    private State state = State.IDLE;
    private long startNanos;
    private @Nullable Thread caller;

    // Written by the call, one at a time.
    private volatile boolean failed;

    RevalidationCall(ServerEventStream stream, Revalidation revalidation) {
        this.stream = stream;
        this.revalidation = revalidation;
        this.periodNanos = revalidation.period().toNanos();
        this.timeoutNanos = revalidation.timeout().map(time -> time.toNanos()).orElse(Long.MAX_VALUE);
        this.dueNanos = now() + ThreadLocalRandom.current().nextLong(periodNanos);
    }

    /** Starts a call if one is due, and ends the stream if it was denied. On the lane. */
    void onSweep() {
        long now = now();
        switch (look(now)) {
            case IDLE -> {
                if (now - dueNanos >= 0) {
                    start(now);
                }
            }
            case WAITING -> stream.context.executors().revalidations().startWaiting();
            case RUNNING -> {}
            case DENIED -> end();
        }
    }

    private void start(long now) {
        dueNanos += periodNanos;
        if (dueNanos - now <= 0) {
            dueNanos = now + periodNanos;
        }
        synchronized (this) {
            state = State.WAITING;
        }
        stream.context.executors().revalidations().execute(this);
    }

    /** Returns the state, after a call that takes too long was interrupted. */
    private synchronized State look(long now) {
        if (state == State.RUNNING && now - startNanos >= timeoutNanos) {
            state = State.DENIED;
            if (caller != null) {
                caller.interrupt();
            }
        }
        return state;
    }

    /** Runs on the executor. */
    @Override
    public void run() {
        synchronized (this) {
            if (!stream.isOpen()) {
                state = State.IDLE;
                return;
            }
            state = State.RUNNING;
            startNanos = now();
            caller = Thread.currentThread();
        }
        boolean permitted = permits();
        synchronized (this) {
            caller = null;
            if (state == State.DENIED) {
                // The interruption was meant for the call, not for what the thread does next.
                Thread.interrupted();
                return;
            }
            state = permitted ? State.IDLE : State.DENIED;
        }
        if (!permitted) {
            endSoon();
        }
    }

    private boolean permits() {
        try {
            return revalidation.check().permits(stream);
        } catch (Exception | Error failure) {
            // Only the first failure on a stream is an error in the log: the service that is asked may be down.
            System.Logger.Level level = failed ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
            failed = true;
            LOG.log(level, "revalidation of " + stream.context.path() + " threw", failure);
            return revalidation.timeout().isEmpty();
        }
    }

    private void endSoon() {
        try {
            stream.lane.execute(this::end);
        } catch (Exception | Error rejected) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "event loop rejected the end of a stream; the next sweep ends it",
                    rejected);
        }
    }

    private void end() {
        stream.drainAndClose(CloseReason.REVOKED, revalidation.lastEvent(), Optional.empty());
    }

    private long now() {
        return stream.context.ticker().nanoTime();
    }
}
