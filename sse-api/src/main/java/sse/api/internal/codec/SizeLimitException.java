package sse.api.internal.codec;

/** Reports that a line or the data of an event is larger than its limit. */
public final class SizeLimitException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates an exception that names the limit and the value. */
    public SizeLimitException(String message) {
        super(message);
    }
}
