package sse.testkit.internal.memory;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;
import sse.testkit.internal.http.ClientRequest;

/** One request of a connection. It is answered on the lane; the accessors are for any thread. */
final class MemoryExchange implements Exchange {
    // Immutable after construction.
    private final MemoryConnection connection;
    private final ClientRequest request;

    // Confined to the lane.
    private boolean answered;
    private @Nullable Runnable peerEndAction;

    MemoryExchange(MemoryConnection connection, ClientRequest request) {
        this.connection = connection;
        this.request = request;
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String target() {
        return request.target();
    }

    @Override
    public Headers headers() {
        return MemoryRequestCheck.authority(request)
                .map(authority ->
                        request.headers().toBuilder().set("Host", authority).build())
                .orElse(request.headers());
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return connection.client();
    }

    @Override
    public byte[] body() {
        return request.body();
    }

    @Override
    public Optional<Principal> principal() {
        return connection.principalOf(request);
    }

    @Override
    public void onPeerEnd(Runnable action) {
        peerEndAction = Objects.requireNonNull(action, "action");
    }

    /** Runs the action for the end of the client, unless the request is answered. */
    void onPeerEnded() {
        if (!answered && peerEndAction != null) {
            peerEndAction.run();
        }
    }

    @Override
    public boolean marksStreamEnd() {
        return true;
    }

    @Override
    public void respond(Response response) {
        Objects.requireNonNull(response, "response");
        becomeAnswered();
        connection.respond(request, response);
    }

    @Override
    public StreamConnection open(int status, Headers headers, ConnectionListener listener) {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(listener, "listener");
        becomeAnswered();
        return connection.open(MemoryResponses.streamHead(status, headers), listener);
    }

    private void becomeAnswered() {
        connection.lane().requireOnLane();
        if (answered) {
            throw new IllegalStateException("exchange must be answered once: " + method() + " " + target());
        }
        answered = true;
    }
}
