package sse.nio;

/** What a client may not send, with the status that says so. An answer, not a failure: it has no stack trace. */
final class RequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    RequestException(int status, String rule) {
        super(rule, null, false, false);
        this.status = status;
    }

    static RequestException badRequest(String rule) {
        return new RequestException(400, rule);
    }

    int status() {
        return status;
    }

    /** Returns the rule that was broken; nothing of what the client sent is in it. */
    String rule() {
        return String.valueOf(getMessage());
    }
}
