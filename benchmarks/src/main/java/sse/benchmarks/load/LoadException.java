package sse.benchmarks.load;

/** The run cannot continue. The message tells the user the reason. */
final class LoadException extends Exception {
    private static final long serialVersionUID = 1;

    LoadException(String message) {
        super(message);
    }

    LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
