package sse.api.internal.executor;

/**
 * Runs user code whose failure must not affect other code. It catches checked exceptions too, which languages that do
 * not check them throw undeclared.
 */
public final class SafeRunner {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private SafeRunner() {}

    /** Runs user code, and logs what it throws. */
    public static void run(String failureText, Runnable code) {
        try {
            code.run();
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, failureText, failure);
        }
    }
}
