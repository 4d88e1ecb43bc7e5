package sse.servlet;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

/** A request, copied from the container's, and where it is answered. Confined to the lane, but for the request. */
final class ServletExchange implements Exchange, ResponseUser {
    // Immutable after construction.
    private final ReceivedRequest request;
    private final AsyncResponse response;

    // Confined to the lane.
    private @Nullable Runnable onPeerEnd;
    private boolean answered;

    ServletExchange(ReceivedRequest request, AsyncResponse response) {
        this.request = request;
        this.response = response;
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
        return request.headers();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return request.remoteAddress();
    }

    @Override
    public byte[] body() {
        return request.body();
    }

    @Override
    public Optional<Principal> principal() {
        return request.principal();
    }

    /** Returns true but for HTTP/1.0: containers send streams in chunks, or in the frames of HTTP/2. */
    @Override
    public boolean marksStreamEnd() {
        return !request.protocol().equals("HTTP/1.0");
    }

    /** Sets the action; containers notify of a client's end only over HTTP/2. */
    @Override
    public void onPeerEnd(Runnable action) {
        onPeerEnd = action;
    }

    @Override
    public void respond(Response answer) {
        answered = true;
        ContentSender sender = new ContentSender(response, answer);
        response.setUser(sender);
        ResponseHead head = ResponseHead.of(answer, request.method());
        if (!response.fill(head)) {
            return;
        }
        boolean isHead = request.method().equals("HEAD");
        Container container = response.mount().container();
        if (isHead && container.losesUnflushedHead(request.protocol())) {
            response.completeFlushed();
            // A head that is not flushed has a length, which containers add when they complete it.
        } else if (isHead ? head.length().isEmpty() : answer.content().hasRemaining()) {
            response.begin();
            sender.await();
        } else {
            response.complete();
        }
    }

    @Override
    public StreamConnection open(int status, Headers headers, ConnectionListener listener) {
        answered = true;
        ServletStream stream = new ServletStream(response, listener, request.protocol());
        response.setUser(stream);
        if (response.fill(new ResponseHead(status, headers, OptionalInt.empty()))) {
            response.begin();
        }
        return stream;
    }

    @Override
    public void onWritable() {}

    @Override
    public void onEnd() {
        if (!answered && onPeerEnd != null) {
            onPeerEnd.run();
        }
    }

    /** Answers the request, unless the core has. */
    @Override
    public void onClose() {
        respond(ClosedAnswer.to(request.method(), request.headers()));
    }

    boolean isAnswered() {
        return answered;
    }
}
