package sse.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/** The requests of one client of a {@link Gateway}, one after the other. For one thread, but for the callbacks. */
final class GatewayConnection implements Session.Listener {
    private static final int SECONDS = 30;

    /** What concerns one connection only, or is a pseudo-header field of HTTP/2. */
    private static final Set<String> DROPPED =
            Set.of("connection", "expect", "host", "keep-alive", "te", "transfer-encoding", "upgrade");

    private final InetSocketAddress container;
    private final GatewayInput input;
    private final OutputStream out;
    private final Executor threads;

    GatewayConnection(InetSocketAddress container, GatewayInput input, OutputStream out, Executor threads) {
        this.container = container;
        this.input = input;
        this.out = out;
        this.threads = threads;
    }

    /**
     * Passes requests on until the client disconnects, or a response is cut.
     *
     * @param opened takes the connection to the container, which remains open
     */
    void run(Consumer<Session> opened) throws IOException {
        Session session = GatewaySessions.connect(container, this);
        opened.accept(session);
        while (passOn(session)) {
            // The next request.
        }
    }

    /** Ends the client's connection when no response is under way. */
    @Override
    public void onClose(Session session, GoAwayFrame frame, Callback callback) {
        input.end();
        callback.succeeded();
    }

    @Override
    public void onFailure(Session session, Throwable failure, Callback callback) {
        input.end();
        callback.succeeded();
    }

    /** Passes one request on, and its response back. Returns false if that is cut. */
    private boolean passOn(Session session) throws IOException {
        String[] line = input.readLine().split(" ", 3);
        HttpFields.Mutable fields = HttpFields.build();
        GatewayContent content = readFields(fields);
        HttpURI uri = HttpURI.build()
                .scheme("https")
                .host("localhost")
                .port(container.getPort())
                .pathQuery(line[1]);
        MetaData.Request request = new MetaData.Request(line[0], uri, HttpVersion.HTTP_2, fields);
        GatewayResponse response = new GatewayResponse(line[0], out);
        Stream stream = await(session.newStream(new HeadersFrame(request, null, content.isEnded()), response));
        input.onEnd(() -> {
            reset(stream);
            response.cut();
        });
        CompletableFuture<Boolean> complete = new CompletableFuture<>();
        threads.execute(() -> {
            boolean whole = response.passBack();
            complete.complete(whole);
            if (!whole) {
                // No content is waited for any more.
                input.end();
            }
        });
        send(content, stream, complete);
        boolean isWhole = complete.join();
        input.onEnd(() -> {});
        if (!isWhole) {
            // A write to the client may fail before the end of its output is received.
            reset(stream);
        }
        return isWhole;
    }

    private static void reset(Stream stream) {
        stream.reset(new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
    }

    private GatewayContent readFields(HttpFields.Mutable fields) throws IOException {
        GatewayContent content = GatewayContent.ofLength(input, 0);
        for (String field = input.readLine(); !field.isEmpty(); field = input.readLine()) {
            int colon = field.indexOf(':');
            String name = field.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = field.substring(colon + 1).strip();
            if (name.equals("content-length")) {
                content = GatewayContent.ofLength(input, Long.parseLong(value));
            } else if (name.equals("transfer-encoding")) {
                content = GatewayContent.inChunks(input);
            }
            if (!DROPPED.contains(name)) {
                fields.add(name, value);
            }
        }
        return content;
    }

    /** Sends content as it arrives, until it ends or the response is complete. */
    private void send(GatewayContent content, Stream stream, CompletableFuture<Boolean> response) throws IOException {
        while (!content.isEnded() && !response.isDone()) {
            byte[] bytes = content.next();
            CompletableFuture<Stream> sent =
                    stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(bytes), content.isEnded()));
            CompletableFuture.anyOf(sent.handle((done, refused) -> true), response)
                    .join();
        }
    }

    private static Stream await(CompletableFuture<Stream> stream) throws IOException {
        try {
            return stream.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("gateway is closed", closing);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("container must take a request", failure);
        }
    }
}
