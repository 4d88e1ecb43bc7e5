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

/** A request and its answer: a response, or the bytes of a stream. */
public final class ManualExchange implements Exchange, StreamConnection {
    private final Executor loop;
    private final String method;
    private final String target;
    private final Headers headers;
    private final StringBuilder written = new StringBuilder();
    private @Nullable Headers opened;
    private @Nullable Response response;
    private @Nullable ConnectionListener listener;
    private boolean over;

    public ManualExchange(Executor loop, String method, String target, Headers headers) {
        this.loop = loop;
        this.method = method;
        this.target = target;
        this.headers = headers;
    }

    /** Describes the answer in a line. */
    public String outcome() {
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

    public Response response() {
        return Objects.requireNonNull(response);
    }

    public Headers opened() {
        return Objects.requireNonNull(opened);
    }

    public String written() {
        return written.toString();
    }

    public boolean isOver() {
        return over;
    }

    public void leave() {
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
    public StreamConnection open(int status, Headers with, ConnectionListener told) {
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
