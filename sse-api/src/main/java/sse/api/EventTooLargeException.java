package sse.api;

import java.io.IOException;

/**
 * Reports that a line or an event of a stream is larger than the limit of an {@link EventDecoder}.
 *
 * <p>It is a checked {@link IOException} because its cause is the peer, as with any other failure to read from a
 * connection. The rest of the stream cannot be decoded; close the connection.
 */
public final class EventTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    EventTooLargeException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
