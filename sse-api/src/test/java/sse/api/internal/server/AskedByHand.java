package sse.api.internal.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

/** A request and what it got: a response, or the bytes of a stream. */
final class AskedByHand implements Exchange, StreamConnection {
    private final Executor loop;
    private final String method;
    private final String target;
    private final Headers headers;
    private final StringBuilder written = new StringBuilder();
    private @Nullable Headers opened;
    private @Nullable Response response;
    private @Nullable ConnectionListener listener;
    private boolean over;

    AskedByHand(Executor loop, String method, String target, Headers headers) {
        this.loop = loop;
        this.method = method;
        this.target = target;
        this.headers = headers;
    }

    /** Says in a line what it got. */
    String outcome() {
        if (opened != null) {
            return "stream";
        }
        Response got = response();
        String allow = got.headers()
                .first("Allow")
                .map(methods -> " (" + methods + ")")
                .orElse("");
        String text = new String(got.body(), StandardCharsets.UTF_8).strip();
        return got.status() + allow + (text.isEmpty() ? "" : " " + text);
    }

    Response response() {
        return Objects.requireNonNull(response);
    }

    Headers opened() {
        return Objects.requireNonNull(opened);
    }

    String written() {
        return written.toString();
    }

    boolean isOver() {
        return over;
    }

    void leave() {
        loop.execute(Objects.requireNonNull(listener)::closed);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("client", 1);
    }

    @Override
    public byte[] body() {
        return new byte[0];
    }

    @Override
    public void respond(Response with) {
        response = with;
    }

    @Override
    public StreamConnection open(Headers with, ConnectionListener told) {
        opened = with;
        listener = told;
        return this;
    }

    @Override
    public int write(ByteBuffer bytes) {
        int length = bytes.remaining();
        written.append(StandardCharsets.UTF_8.decode(bytes));
        return length;
    }

    @Override
    public void finish() {
        over = true;
        leave();
    }

    @Override
    public void abort() {
        over = true;
        leave();
    }
}
