package sse.nio.internal.http1;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

/** One request of a connection, and the way to answer it. The accessors may be called by any thread. */
final class Http1Exchange implements Exchange {
    // Immutable after construction.
    private final RequestHead head;
    private final byte[] body;
    private final Peer peer;

    // Confined to the loop. Null after the answer, so that a request that is still referenced does not keep the
    // connection in memory.
    private @Nullable Http1Connection connection;
    private @Nullable Runnable peerEndAction;

    Http1Exchange(RequestHead head, byte[] body, Peer peer, Http1Connection connection) {
        this.head = head;
        this.body = body;
        this.peer = peer;
        this.connection = connection;
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public Headers headers() {
        return head.headers();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return peer.address();
    }

    @Override
    public Optional<Principal> principal() {
        return peer.principal();
    }

    @Override
    public Optional<SSLSession> tlsSession() {
        return peer.tlsSession();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public void onPeerEnd(Runnable action) {
        peerEndAction = action;
    }

    /** Runs the action for the end of the peer, unless the request is answered. */
    void onPeerEnded() {
        if (connection != null && peerEndAction != null) {
            peerEndAction.run();
        }
    }

    @Override
    public boolean marksStreamEnd() {
        return connection != null
                && connection.protocol.framingFor(head.version(), false).isChunked();
    }

    @Override
    public void respond(Response response) {
        takeConnection().respond(response);
    }

    @Override
    public StreamConnection open(int status, Headers headers, ConnectionListener listener) {
        return takeConnection().open(status, headers, listener);
    }

    private Http1Connection takeConnection() {
        Http1Connection taken = connection;
        if (taken == null) {
            throw new IllegalStateException("an exchange must be answered once");
        }
        connection = null;
        return taken;
    }
}
