package sse.jdkhttp;

import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What the JDK's server hands to its executor for each request of a connection, seen from the handler that is called within it: run once more on a dead
 * connection, it makes the server forget that.
 */
final class ConnectionTask {
    private static final ThreadLocal<Runnable> CURRENT = new ThreadLocal<>();

    private ConnectionTask() {}

    /** Returns an executor whose tasks know themselves. */
    static Executor tracking(Executor executor) {
        return task -> executor.execute(() -> run(task));
    }

    /** Returns the one that runs on this thread, if it came through such an executor. */
    static Optional<Runnable> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    private static void run(Runnable task) {
        CURRENT.set(task);
        try {
            task.run();
        } finally {
            CURRENT.remove();
        }
    }
}
