package sse.api.internal.stream;

/**
 * Calls user code whose failure is nobody's but its own. Checked exceptions come undeclared from languages that do not
 * check them.
 */
public final class UserCall {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private UserCall() {}

    /** Runs user code; what it throws is logged. */
    public static void run(String failureText, Runnable code) {
        try {
            code.run();
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, failureText, failure);
        }
    }
}
