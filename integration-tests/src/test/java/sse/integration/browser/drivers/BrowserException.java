package sse.integration.browser.drivers;

/** Thrown when a browser refuses a command, does not carry it out in time, or a script of the test throws. */
public final class BrowserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrowserException(String message) {
        super(message);
    }

    BrowserException(String message, Throwable cause) {
        super(message, cause);
    }
}
