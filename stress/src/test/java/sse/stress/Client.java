package sse.stress;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.internal.executor.BoundedExecutor;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Routes;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamContext;
import sse.api.internal.stream.StreamHead;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

/** A client that takes every byte, and keeps what it gets. */
public final class Client implements Exchange, StreamConnection {
    private static final StillTicker TICKER = new StillTicker();
    private static final Executor HERE = Runnable::run;
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("test", 1);

    private final StringBuilder received = new StringBuilder();

    /** Makes a lane over a loop. */
    public static StreamLane lane(Executor loop) {
        return new StreamLane(
                loop::execute, ByteBuffer.allocate(512), TICKER, Duration.ofSeconds(1), (lane, exchange) -> {});
    }

    /** Opens a stream on a lane; user code runs in its caller. */
    public ServerEventStream open(StreamLane lane, StreamHandler handler) {
        Routes routes = new Routes();
        routes.stream("/", RequestOptions.defaults(), StreamOptions.defaults(), handler);
        RequestTarget target = RequestTarget.parse("/").orElseThrow();
        Routes.Match match = routes.match(target.segments()).orElseThrow();
        StreamContext.Executors executors = new StreamContext.Executors(HERE, HERE, HERE, new BoundedExecutor(HERE, 1));
        StreamContext context = new StreamContext("/test", StreamOptions.defaults(), executors, TICKER, closed -> {});
        ReceivedRequest request = new ReceivedRequest(this, target, match, Optional.empty());
        ServerEventStream stream = new ServerEventStream(lane, context, request);
        stream.open(this, new StreamHead(200, Headers.empty()), handler, () -> {});
        return stream;
    }

    /** Returns true if it has received a text. */
    public boolean hasReceived(String text) {
        return received.indexOf(text) >= 0;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String target() {
        return "/";
    }

    @Override
    public Headers headers() {
        return Headers.empty();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return NOWHERE;
    }

    @Override
    public byte[] body() {
        return new byte[0];
    }

    @Override
    public void respond(Response response) {
        throw new AssertionError("no response expected: " + response);
    }

    @Override
    public StreamConnection open(int status, Headers headers, ConnectionListener listener) {
        return this;
    }

    @Override
    public int write(ByteBuffer bytes) {
        int length = bytes.remaining();
        received.append(StandardCharsets.UTF_8.decode(bytes));
        return length;
    }

    @Override
    public void finish() {}

    @Override
    public void abort() {}
}
