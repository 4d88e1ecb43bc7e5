package sse.nio.internal.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The module's log. It never throws: when file descriptors or memory run out, logging is the first to fail, and must
 * not end a loop.
 */
public final class FailSafeLog {
    private static final Logger LOGGER = System.getLogger("sse.nio");

    private FailSafeLog() {}

    /**
     * Logs a failure. If the logger fails, the thread's handler of uncaught exceptions receives the failure instead; by
     * default it needs nothing but the standard error.
     *
     * @return true if it was logged
     */
    public static boolean log(Level level, String message, Throwable failure) {
        try {
            LOGGER.log(level, message, failure);
            return true;
        } catch (RuntimeException | Error logFailure) {
            failure.addSuppressed(logFailure);
            return reportUncaught(failure);
        }
    }

    private static boolean reportUncaught(Throwable failure) {
        try {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            return true;
        } catch (RuntimeException | Error reportFailure) {
            // No other way to report it remains.
            return false;
        }
    }
}
