package sse.nio;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The module's log. It never throws: when descriptors or memory run out, logging is the first to fail, and must not
 * take a loop with it.
 */
final class Log {
    private static final Logger LOGGER = System.getLogger("sse.nio");

    private Log() {}

    /**
     * Logs something that went wrong.
     *
     * @return whether it could be logged
     */
    static boolean log(Level level, String what, Throwable failure) {
        try {
            LOGGER.log(level, what, failure);
            return true;
        } catch (RuntimeException | Error unloggable) {
            failure.addSuppressed(unloggable);
            return report(failure);
        }
    }

    /** Says it where a thread's last words go, which by default needs nothing but the standard error. */
    private static boolean report(Throwable failure) {
        try {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            return true;
        } catch (RuntimeException | Error unreportable) {
            // There is no other place left.
            return false;
        }
    }
}
