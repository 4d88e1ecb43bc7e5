package sse.api.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

/** An exchange and connection that takes as many bytes as it is told to. */
public final class FakeExchange implements Exchange, StreamConnection {
    public final ByteArrayOutputStream written = new ByteArrayOutputStream();
    public Headers headers = Headers.empty();
    public int room = Integer.MAX_VALUE;
    public int writes;
    public int writesUntilPeerIsGone = Integer.MAX_VALUE;
    public boolean noticesPeerEnd = true;
    public boolean broken;
    public boolean opensNothing;
    public boolean finished;
    public boolean truncated;
    public boolean aborted;
    public boolean stalled = true;
    public int abandoned;
    private @Nullable ConnectionListener listener;
    private Consumer<String> fault = what -> {};

    /** Returns an exchange whose request is that of an {@code EventSource}. */
    public static FakeExchange ofEventSource() {
        FakeExchange exchange = new FakeExchange();
        exchange.headers = Headers.builder()
                .add("Accept", "text/event-stream")
                .add("Cache-Control", "no-cache")
                .build();
        return exchange;
    }

    /** Passes on what must not be asked of a connection: the library catches what a write throws. */
    void onFault(Consumer<String> action) {
        fault = action;
    }

    public ConnectionListener listener() {
        return Objects.requireNonNull(listener);
    }

    /** Returns what was written since the last call. */
    public String taken() {
        String text = written.toString(StandardCharsets.UTF_8);
        written.reset();
        return text;
    }

    public void makeRoom(int bytes) {
        room = bytes;
        listener().writable();
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
        return headers;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("test", 1);
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
    public StreamConnection open(int status, Headers headers, ConnectionListener told) {
        if (opensNothing) {
            throw new IllegalStateException("expected by this test");
        }
        listener = told;
        return this;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (broken) {
            throw new IllegalStateException("expected by this test");
        }
        if (writesUntilPeerIsGone-- == 0) {
            throw new IOException("peer gone");
        }
        if (!bytes.hasRemaining()) {
            fault.accept("a write must have bytes");
            throw new AssertionError("a write must have bytes");
        }
        writes++;
        int length = Math.min(room, bytes.remaining());
        for (int i = 0; i < length; i++) {
            written.write(bytes.get());
        }
        room -= length;
        return length;
    }

    @Override
    public boolean noticesPeerEnd() {
        return noticesPeerEnd;
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public void truncate() {
        truncated = true;
    }

    @Override
    public void abandonRest() {
        abandoned++;
    }

    @Override
    public boolean isStalled() {
        return stalled;
    }

    @Override
    public void abort() {
        aborted = true;
    }
}
