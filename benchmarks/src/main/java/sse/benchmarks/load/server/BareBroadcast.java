package sse.benchmarks.load.server;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The least that a servlet needs to keep a stream open: an {@link AsyncContext} without a timeout, and a head that is
 * flushed. What a stream costs here is the container's; this row is there to be subtracted from others. A broadcast
 * writes and flushes to one stream after the other, on the thread that broadcasts.
 */
abstract class BareBroadcast implements BroadcastServer {
    private final Set<AsyncContext> streams = ConcurrentHashMap.newKeySet();
    private final ServletContainer container;

    BareBroadcast(ServletContainer container) {
        this.container = container;
    }

    @Override
    public int start() throws IOException {
        return container.start(new StreamServlet(streams));
    }

    @Override
    public void broadcast(long sequence, String data) {
        byte[] event = HandWrittenEvent.encode(sequence, data);
        streams.removeIf(stream -> !isSent(stream, event));
    }

    private static boolean isSent(AsyncContext stream, byte[] event) {
        try {
            OutputStream out = stream.getResponse().getOutputStream();
            out.write(event);
            out.flush();
            return true;
        } catch (IOException gone) {
            end(stream);
            return false;
        }
    }

    private static void end(AsyncContext stream) {
        try {
            stream.complete();
        } catch (IllegalStateException ended) {
            // The container has ended it when the write failed.
        }
    }

    @Override
    public int streams() {
        return streams.size();
    }

    @Override
    public void close() throws IOException {
        container.stop();
    }

    /** Keeps what it has opened in a set. */
    private static final class StreamServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient Set<AsyncContext> streams;

        StreamServlet(Set<AsyncContext> streams) {
            this.streams = streams;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AsyncContext stream = request.startAsync();
            stream.setTimeout(0);
            response.setContentType("text/event-stream");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.flushBuffer();
            streams.add(stream);
        }
    }
}
