package sse.api;

import java.io.IOException;

/**
 * Reports that a peer sent a line or an event larger than an {@link EventDecoder} was told to take.
 *
 * <p>It is an {@link IOException}, and checked, because it is not the caller's mistake: it comes from the other end, at
 * any time, and whoever reads from a connection already decides what to do when reading fails. The same answer is right
 * here: the rest of the stream cannot be decoded, so close it.
 */
public final class EventTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    EventTooLargeException(String message) {
        super(message);
    }
}
