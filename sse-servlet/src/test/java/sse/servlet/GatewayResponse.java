package sse.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/**
 * A response over HTTP/2, written to a client of HTTP/1.1. The callbacks only queue what is to be done, so that a
 * client that does not read stops no thread of the HTTP/2 connection.
 */
final class GatewayResponse implements Stream.Listener {
    private enum Outcome {
        MORE,
        COMPLETE,
        CUT
    }

    /** What is to be done next. */
    private interface Step {
        Outcome run() throws IOException;
    }

    private static final int FRAMES_AHEAD = 4;

    private final String method;
    private final OutputStream out;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    private boolean chunked;

    GatewayResponse(String method, OutputStream out) {
        this.method = method;
        this.out = out;
    }

    /** Writes the response. Returns true when it is complete, false if it is cut. */
    boolean passBack() {
        try {
            Outcome outcome = steps.take().run();
            while (outcome == Outcome.MORE) {
                outcome = steps.take().run();
            }
            return outcome == Outcome.COMPLETE;
        } catch (IOException | InterruptedException gone) {
            return false;
        }
    }

    /** Cuts the response. */
    void cut() {
        steps.add(() -> Outcome.CUT);
    }

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
        steps.add(() -> writeHead(frame));
        if (!frame.isEndStream()) {
            stream.demand();
        }
    }

    /** Reads a few frames before the client has taken them, since a reset discards what has not been read. */
    @Override
    public void onDataAvailable(Stream stream) {
        Stream.Data data = stream.readData();
        if (data == null) {
            stream.demand();
            return;
        }
        steps.add(() -> writeContent(stream, data));
        if (!data.frame().isEndStream() && unwritten.incrementAndGet() < FRAMES_AHEAD) {
            stream.demand();
        }
    }

    @Override
    public void onReset(Stream stream, ResetFrame frame, Callback callback) {
        cut();
        callback.succeeded();
    }

    @Override
    public void onFailure(Stream stream, int error, String reason, Throwable failure, Callback callback) {
        cut();
        callback.succeeded();
    }

    private Outcome writeHead(HeadersFrame frame) throws IOException {
        if (frame.getMetaData() instanceof MetaData.Response response) {
            if (response.getStatus() < 200) {
                return Outcome.MORE;
            }
            chunked = !method.equals("HEAD")
                    && response.getStatus() != 204
                    && response.getStatus() != 304
                    && !response.getHttpFields().contains("Content-Length");
            StringBuilder head = new StringBuilder("HTTP/1.1 " + response.getStatus() + " \r\n");
            for (HttpField field : response.getHttpFields()) {
                head.append(field.getName())
                        .append(": ")
                        .append(field.getValue())
                        .append("\r\n");
            }
            write(head.append(chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n")
                    .toString());
        }
        return frame.isEndStream() ? end() : Outcome.MORE;
    }

    private Outcome writeContent(Stream stream, Stream.Data data) throws IOException {
        try {
            ByteBuffer bytes = data.frame().getByteBuffer();
            if (bytes.hasRemaining()) {
                int length = bytes.remaining();
                String content = StandardCharsets.ISO_8859_1.decode(bytes).toString();
                write(chunked ? Integer.toHexString(length) + "\r\n" + content + "\r\n" : content);
            }
        } finally {
            data.release();
        }
        if (data.frame().isEndStream()) {
            return end();
        }
        if (unwritten.getAndDecrement() == FRAMES_AHEAD) {
            stream.demand();
        }
        return Outcome.MORE;
    }

    private Outcome end() throws IOException {
        if (chunked) {
            write("0\r\n\r\n");
        }
        return Outcome.COMPLETE;
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
