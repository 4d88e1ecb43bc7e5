package sse.jdkhttp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * One request on the thread that receives and, unless a stream opens, answers it. Confined to that thread, but for {@link #cut()}.
 *
 * <p>It has a deadline, because all of it may block: the TLS handshake, the head and the content of the request, the response.
 */
final class Reception {
    private final BlockingSection section = new BlockingSection();
    private final Ticker ticker;
    private final Optional<Runnable> connectionTask;
    private Ticker.@Nullable Task deadline;

    /**
     * Makes a reception.
     *
     * @param connectionTask what the JDK's server runs for each request of the connection, if it is known
     */
    Reception(Ticker ticker, Optional<Runnable> connectionTask) {
        this.ticker = ticker;
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
    void within(Duration timeout) {
        withoutLimit();
        deadline = ticker.after(timeout, section::cut);
    }

    /** Takes the deadline away. */
    void withoutLimit() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    /** Closes the connection under whatever the thread is doing. For any thread. */
    void cut() {
        section.cut();
    }

    Optional<Runnable> connectionTask() {
        return connectionTask;
    }

    /** What is done with a request. */
    interface Steps {
        void take(Reception reception) throws IOException;
    }
}
