package sse.conformance.internal.server;

/** The server does not do what a case demands. The message has what was expected and seen. */
public final class Violation extends Exception {
    private static final long serialVersionUID = 1;

    Violation(String message) {
        super(message);
    }
}
