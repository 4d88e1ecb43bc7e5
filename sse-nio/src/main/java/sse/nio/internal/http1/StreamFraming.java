package sse.nio.internal.http1;

import sse.api.spi.http.Persistence;

/**
 * How the end of a stream's response is marked (RFC 9112 section 6.3), and what happens to the connection afterwards.
 * There are three objects for each loop, so that an idle stream reaches by one reference all that it shares.
 */
final class StreamFraming {
    private final Http1Protocol protocol;
    private final boolean chunked;
    private final Persistence persistence;

    private StreamFraming(Http1Protocol protocol, boolean chunked, Persistence persistence) {
        this.protocol = protocol;
        this.chunked = chunked;
        this.persistence = persistence;
    }

    /** In chunks. */
    static StreamFraming chunked(Http1Protocol protocol, Persistence persistence) {
        return new StreamFraming(protocol, true, persistence);
    }

    /** By the end of the connection. */
    static StreamFraming untilClose(Http1Protocol protocol) {
        return new StreamFraming(protocol, false, Persistence.CLOSE);
    }

    Http1Protocol protocol() {
        return protocol;
    }

    boolean isChunked() {
        return chunked;
    }

    Persistence persistence() {
        return persistence;
    }
}
