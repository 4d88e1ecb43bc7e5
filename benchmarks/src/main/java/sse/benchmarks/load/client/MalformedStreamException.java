package sse.benchmarks.load.client;

import java.io.IOException;

/** A server sent what is no response, no event stream, or not the events that were published. */
final class MalformedStreamException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedStreamException(String message) {
        super(message);
    }
}
