package sse.jdkhttp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * The thread that reads one request and, unless a stream opens, sends its response. Confined to that thread, except for
 * {@link #cut()} and the deadlines.
 *
 * <p>It has a deadline, because each step may block: the TLS handshake, the head and the content of the request, the
 * response. Long before the deadline it counts against a {@link BlockedThreadLimit}.
 */
final class RequestThread implements ThreadHolder {
    /**
     * How long a client may hold its thread whatever the load: long enough for many clients that connect at once, short
     * for requests that are queued for a thread.
     */
    static final Duration STALL_THRESHOLD = Duration.ofMillis(500);

    private final InterruptibleSection section = new InterruptibleSection();
    private final Ticker ticker;
    private final BlockedThreadLimit stalled;
    private final Optional<ServerTask> serverTask;

    // Guarded by this.
    private @Nullable Deadline deadline;
    private @Nullable Deadline stallCheck;

    /**
     * Creates the state of a request's thread.
     *
     * @param stalled limits the threads that slow requests hold
     * @param serverTask the JDK server's task for the request, if it is known
     */
    RequestThread(Ticker ticker, BlockedThreadLimit stalled, Optional<ServerTask> serverTask) {
        this.ticker = ticker;
        this.stalled = stalled;
        this.serverTask = serverTask;
    }

    /** Runs a task on the calling thread, with a first deadline. */
    void run(Duration timeout, RequestTask task) throws IOException {
        section.enter();
        try {
            setDeadline(timeout);
            task.run(this);
        } finally {
            clearDeadline();
            section.leave();
        }
    }

    /** Sets a new deadline, after which the connection is closed. */
    synchronized void setDeadline(Duration timeout) {
        clearDeadline();
        if (stalled.isLimited()) {
            stallCheck = Deadline.start(ticker, STALL_THRESHOLD, this::onStalled);
        }
        deadline = Deadline.start(ticker, timeout, section::cut);
    }

    /** Removes the deadline. */
    synchronized void clearDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
        if (stallCheck != null) {
            stallCheck.cancel();
            stallCheck = null;
            stalled.remove(this);
        }
    }

    /** Counts against the limit from now on, unless the request has made progress meanwhile. */
    private synchronized void onStalled() {
        if (stallCheck != null) {
            stalled.add(this);
        }
    }

    /** Closes the connection, whatever the thread is doing. Any thread. */
    @Override
    public void cut() {
        section.cut();
    }

    Optional<ServerTask> serverTask() {
        return serverTask;
    }
}
