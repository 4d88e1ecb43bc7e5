package sse.nio.internal.http1;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.spi.http.HttpRejection;
import sse.nio.internal.channel.LoopChannel;

/**
 * Reads the requests of one connection. It holds a parser only while a request is incomplete, and the bytes that were
 * read beyond a request: at most one input buffer. Confined to the loop.
 */
final class RequestReader {
    private final Http1Protocol protocol;
    private @Nullable RequestParser parser;
    private @Nullable ByteBuffer unparsed;

    RequestReader(Http1Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * Parses bytes of a request.
     *
     * @return true if the request is complete; {@link #finish} must follow
     * @throws HttpRejection if it breaks a rule; {@link #discard} must follow
     */
    boolean parse(ByteBuffer input) throws HttpRejection {
        return parser().parse(input);
    }

    /** Returns the parser of the current request. */
    RequestParser parser() {
        RequestParser current = parser == null ? protocol.borrowParser() : parser;
        parser = current;
        return current;
    }

    /** Returns the rejection of a request that the peer has not sent to its end; empty if it has sent too little. */
    Optional<HttpRejection> rejectionAtEnd() {
        return parser == null ? Optional.empty() : parser.rejectionAtEnd();
    }

    /** Returns the parser of the current request to the loop. */
    void finish() {
        if (parser != null) {
            protocol.returnParser(parser);
            parser = null;
        }
    }

    /**
     * Reads bytes beyond the current request and keeps them, at most one buffer, only to notice the end behind them.
     */
    void readAhead(LoopChannel channel, CurrentRequest current) {
        if (hasKept()) {
            channel.pauseReading();
            return;
        }
        ByteBuffer input = channel.readAhead();
        if (input == null) {
            channel.pauseReading();
            current.onPeerEnd();
        } else if (input.hasRemaining()) {
            keep(input);
        }
    }

    /** Keeps bytes that are to be parsed later. */
    void keep(ByteBuffer input) {
        // The direct buffer belongs to the loop, and its next read overwrites it.
        unparsed = input.isDirect()
                ? ByteBuffer.allocate(input.remaining()).put(input).flip()
                : input;
    }

    boolean hasKept() {
        return unparsed != null;
    }

    /** Returns the kept bytes and keeps them no longer; null if there are none. */
    @Nullable
    ByteBuffer takeKept() {
        ByteBuffer kept = unparsed;
        unparsed = null;
        return kept;
    }

    /** Discards the current request and the kept bytes. */
    void discard() {
        finish();
        unparsed = null;
    }
}
