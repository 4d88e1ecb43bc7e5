package sse.nio.internal.http1;

import org.jspecify.annotations.Nullable;
import sse.api.spi.http.HttpVersion;
import sse.api.spi.http.Persistence;
import sse.nio.internal.loop.EventLoop;

/** What decides how the current request of a connection is answered. Confined to the loop. */
final class CurrentRequest {
    private final EventLoop loop;
    private Persistence persistence = Persistence.CLOSE;
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private boolean isHead;
    private boolean isFollowed;
    private @Nullable Http1Exchange exchange;
    private int expectedAnswer;

    /**
     * Creates one without a request.
     *
     * @param loop expects the answers of the core
     */
    CurrentRequest(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Begins a request that is with the core.
     *
     * @param followed true if bytes have been read behind it
     */
    void begin(RequestHead head, Http1Exchange begun, boolean followed) {
        persistence = head.persistence();
        version = head.version();
        isHead = head.method().equals("HEAD");
        isFollowed = followed;
        exchange = begun;
        expectedAnswer = loop.expectAnswer();
    }

    /** Begins a request that is answered without having been read to its end, so that no other can follow it. */
    void beginLast(boolean toHead) {
        isHead = toHead;
        persistence = Persistence.CLOSE;
    }

    /** Notes the end of the peer. One that has only ended its output still receives its response. */
    void onPeerEnd() {
        persistence = Persistence.CLOSE;
        if (exchange != null) {
            exchange.onPeerEnded();
        }
    }

    /** Notes that it is answered: its content is not held any longer. */
    void end() {
        if (exchange != null) {
            exchange = null;
            loop.onAnswer(expectedAnswer);
        }
    }

    /** Ends it with a response. Returns what happens to the connection. */
    Persistence endWith(boolean draining) {
        end();
        persistence = draining ? Persistence.CLOSE : persistence;
        return persistence;
    }

    Persistence persistence() {
        return persistence;
    }

    HttpVersion version() {
        return version;
    }

    boolean isHead() {
        return isHead;
    }

    /** Returns true if the connection persists after a stream, which discards what follows its request. */
    boolean persistsAfterStream() {
        return persistence == Persistence.KEEP_ALIVE && !isFollowed;
    }
}
