package sse.benchmarks.load.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlets.EventSource;
import org.eclipse.jetty.ee10.servlets.EventSourceServlet;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Broadcasts with Jetty's {@link EventSourceServlet}, the class that Jetty has for event streams: a broadcast calls
 * {@link EventSource.Emitter#data} of each open one. It encodes, writes and flushes on the thread that broadcasts, and
 * it cannot send an id.
 *
 * <p>A client that does not read stops the broadcast for everyone as soon as the buffers of its socket are full,
 * because the write blocks; after Jetty's idle timeout, 30 s, the write fails and the client is cut off.
 *
 * <p>The emitter flushes each event, and has no means against that. Output buffers on the heap were tried on 30
 * November 2026; they did not change the CPU time of a delivery.
 */
public class JettyBroadcast implements BroadcastServer {
    private static final int BACKLOG = 1024;

    private final Set<EventSource.Emitter> streams = ConcurrentHashMap.newKeySet();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    /** Makes a server that does not listen yet. */
    public JettyBroadcast() {
        this(streams -> streams);
    }

    /** Makes a server whose streams are behind a handler. */
    JettyBroadcast(UnaryOperator<Handler> inFront) {
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        var holder = new ServletHolder(new StreamServlet(streams));
        holder.setAsyncSupported(true);
        var context = new ServletContextHandler();
        context.addServlet(holder, "/*");
        server.setHandler(inFront.apply(context));
    }

    @Override
    public int start() throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("server must start", e);
        }
        return connector.getLocalPort();
    }

    @Override
    public void broadcast(long sequence, String data) {
        streams.removeIf(stream -> !isSent(stream, data));
    }

    private static boolean isSent(EventSource.Emitter stream, String data) {
        try {
            stream.data(data);
            return true;
        } catch (IOException gone) {
            stream.close();
            return false;
        }
    }

    @Override
    public int streams() {
        return streams.size();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("server must stop", e);
        }
    }

    /** Keeps the emitters of the open streams in a set. */
    private static final class StreamServlet extends EventSourceServlet {
        private static final long serialVersionUID = 1;

        private final transient Set<EventSource.Emitter> streams;

        StreamServlet(Set<EventSource.Emitter> streams) {
            this.streams = streams;
        }

        @Override
        protected EventSource newEventSource(HttpServletRequest request) {
            return new Stream();
        }

        /** Adds its emitter, and takes it out when Jetty's heartbeat finds the client gone. */
        private final class Stream implements EventSource {
            private volatile EventSource.@Nullable Emitter emitter;

            @Override
            public void onOpen(EventSource.Emitter opened) {
                emitter = opened;
                streams.add(opened);
            }

            @Override
            public void onClose() {
                EventSource.Emitter closed = emitter;
                if (closed != null) {
                    streams.remove(closed);
                }
            }
        }
    }
}
