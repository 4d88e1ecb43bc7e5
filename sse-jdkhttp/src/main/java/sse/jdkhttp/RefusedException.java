package sse.jdkhttp;

import sse.api.Response;

/** Says that a request goes no further than the transport, and what it is answered. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Response response;

    /**
     * Refuses.
     *
     * @param status the status of the answer
     * @param rule what the request breaks; the content of the answer
     */
    RefusedException(int status, String rule) {
        super(rule, null, false, false);
        response = Response.text(rule + "\n").withStatus(status);
    }

    /** Returns what to answer before the connection is closed. */
    Response response() {
        return response;
    }
}
