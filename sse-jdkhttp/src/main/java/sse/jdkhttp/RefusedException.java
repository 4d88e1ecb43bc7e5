package sse.jdkhttp;

import sse.api.Response;

/** Says that a request goes no further than the transport, and what it is answered. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Response response;
    private final boolean contentFramed;

    /**
     * Refuses a request whose content, if it has any, is still to be read.
     *
     * @param status the status of the answer
     * @param rule what the request breaks; the content of the answer
     */
    RefusedException(int status, String rule) {
        this(status, rule, true);
    }

    private RefusedException(int status, String rule, boolean contentFramed) {
        super(rule, null, false, false);
        response = Response.text(rule + "\n").withStatus(status);
        this.contentFramed = contentFramed;
    }

    /** Refuses a request of which nobody can tell where it ends. */
    static RefusedException withoutEnd(String rule) {
        return new RefusedException(400, rule, false);
    }

    /** Returns what to answer before the connection is closed. */
    Response response() {
        return response;
    }

    /** Says whether the content can be read to its end. */
    boolean isContentFramed() {
        return contentFramed;
    }
}
