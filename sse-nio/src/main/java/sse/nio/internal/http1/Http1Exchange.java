package sse.nio.internal.http1;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;
import sse.nio.internal.channel.LoopChannel;

/** One request of a connection, and the way to answer it. The accessors may be called by any thread. */
class Http1Exchange implements Exchange {
    // Immutable after construction.
    private final RequestHead head;
    private final byte[] body;
    private final InetSocketAddress remoteAddress;

    // Confined to the loop. Null after the answer, so that a request that is still referenced does not keep the
    // connection in memory.
    private @Nullable Http1Connection connection;
    private @Nullable Runnable peerEndAction;

    Http1Exchange(RequestHead head, byte[] body, LoopChannel channel, Http1Connection connection) throws IOException {
        this.head = head;
        this.body = body;
        this.remoteAddress = channel.remoteAddress();
        this.connection = connection;
    }

    /**
     * Returns the exchange of a request.
     *
     * @throws IOException if the channel is closed
     */
    static Http1Exchange of(RequestHead head, byte[] body, LoopChannel channel, Http1Connection connection)
            throws IOException {
        return channel.tlsSession().isPresent()
                ? new Http1TlsExchange(head, body, channel, connection)
                : new Http1Exchange(head, body, channel, connection);
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
        return remoteAddress;
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
