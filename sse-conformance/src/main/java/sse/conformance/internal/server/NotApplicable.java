package sse.conformance.internal.server;

/** A case cannot be checked: the server does not offer what it needs. The message has what that is. */
public final class NotApplicable extends Exception {
    private static final long serialVersionUID = 1;

    NotApplicable(String message) {
        super(message);
    }
}
