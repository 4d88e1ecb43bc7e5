package sse.api.internal.executor;

/**
 * Calls user code whose failure is nobody's but its own. Checked exceptions come undeclared from languages that do not
 * check them.
 */
public final class SafeRunner {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private SafeRunner() {}

    /** Runs user code; what it throws is logged. */
    public static void run(String failureText, Runnable code) {
        try {
            code.run();
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, failureText, failure);
        }
    }
}
