package sse.nio;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

/** One request of a connection. Its accessors read what never changes; the two answers are confined to the loop. */
final class NioExchange implements Exchange {
    private final RequestHead head;
    private final byte[] body;
    private final InetSocketAddress remoteAddress;

    // Confined to the loop; null once it is answered, so that whoever holds the request does not hold the connection.
    private @Nullable HttpConnection connection;

    NioExchange(RequestHead head, byte[] body, InetSocketAddress remoteAddress, HttpConnection connection) {
        this.head = head;
        this.body = body;
        this.remoteAddress = remoteAddress;
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
        return remoteAddress;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public void respond(Response response) {
        takeConnection().respond(response);
    }

    @Override
    public StreamConnection open(Headers headers, ConnectionListener listener) {
        return takeConnection().open(headers, listener);
    }

    private HttpConnection takeConnection() {
        HttpConnection taken = connection;
        if (taken == null) {
            throw new IllegalStateException("an exchange must be answered once");
        }
        connection = null;
        return taken;
    }
}
