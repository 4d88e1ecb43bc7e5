package sse.api.spi.http;

/**
 * Thrown for a request that breaks a rule of HTTP, or exceeds a limit. It is the client's mistake and not a failure of
 * the server: it has no stack trace and is not logged. Immutable.
 *
 * <p>A transport that rejects a request answers with {@link #status()} and with {@link #text()} as {@code text/plain;
 * charset=utf-8}, and then closes the connection: nothing that follows a malformed request can be trusted.
 */
public final class HttpRejection extends Exception {
    private static final long serialVersionUID = 1L;

    private final HttpRule rule;

    HttpRejection(HttpRule rule, String message) {
        super(message, null, false, false);
        this.rule = rule;
    }

    /**
     * Returns the rule that the request breaks.
     *
     * @return the rule
     */
    public HttpRule rule() {
        return rule;
    }

    /**
     * Returns the status of the answer.
     *
     * @return 400 to 599
     */
    public int status() {
        return rule.status();
    }

    /**
     * Returns the content of the answer: the message, which contains nothing of what the client sent.
     *
     * @return one line of ASCII text with its line end
     */
    public String text() {
        return getMessage() + "\n";
    }
}
