package sse.jdkhttp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * One request on the thread that receives and, unless a stream opens, answers it. Confined to that thread, but for
 * {@link #cut()} and its deadlines.
 *
 * <p>It has a deadline, because all of it may block: the TLS handshake, the head and the content of the request, the
 * response. Long before that it counts as {@link Stalled}.
 */
final class Reception implements Stalled.Holder {
    /**
     * How long a client may hold its thread whatever others do. Long enough for a crowd that comes at once, short for
     * one that waits for a thread.
     */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private final BlockingSection section = new BlockingSection();
    private final Ticker ticker;
    private final Stalled stalled;
    private final Optional<ConnectionTask> connectionTask;

    // Guarded by this.
    private Ticker.@Nullable Task deadline;
    private Ticker.@Nullable Task patience;

    /**
     * Makes a reception.
     *
     * @param stalled has those that hold their thread for long
     * @param connectionTask what makes the JDK's server forget the connection, if it is known
     */
    Reception(Ticker ticker, Stalled stalled, Optional<ConnectionTask> connectionTask) {
        this.ticker = ticker;
        this.stalled = stalled;
        this.connectionTask = connectionTask;
    }

    /** Receives on the calling thread, with a first deadline. */
    void run(Duration timeout, Steps steps) throws IOException {
        section.enter();
        try {
            within(timeout);
            steps.take(this);
        } finally {
            withoutLimit();
            section.leave();
        }
    }

    /** Sets a new deadline, after which the connection is closed. */
    synchronized void within(Duration timeout) {
        withoutLimit();
        if (stalled.isLimited()) {
            patience = ticker.after(PATIENCE, this::stalls);
        }
        deadline = ticker.after(timeout, section::cut);
    }

    /** Takes the deadline away. */
    synchronized void withoutLimit() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
        if (patience != null) {
            patience.cancel();
            patience = null;
            stalled.remove(this);
        }
    }

    /** Begins to count, unless it has got on meanwhile. */
    private synchronized void stalls() {
        if (patience != null) {
            stalled.add(this);
        }
    }

    /** Closes the connection under whatever the thread is doing. For any thread. */
    @Override
    public void cut() {
        section.cut();
    }

    Optional<ConnectionTask> connectionTask() {
        return connectionTask;
    }

    /** What is done with a request. */
    interface Steps {
        void take(Reception reception) throws IOException;
    }
}
