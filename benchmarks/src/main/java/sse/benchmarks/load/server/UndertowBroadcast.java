package sse.benchmarks.load.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Broadcasts with Undertow as its own example does: {@link ServerSentEventHandler} keeps the connections, and a
 * broadcast calls {@link ServerSentEventConnection#send} on each. Each connection queues the text and encodes it on its
 * own I/O thread; whatever waits there goes out in one write.
 *
 * <p>A client that does not read delays no other client. What it has not taken waits in a queue without a limit.
 *
 * <p>It writes waiting events at once. Its other means were tried on 30 November 2026, and none changed the CPU time of
 * a delivery by more than a fifth: one I/O thread, buffers on the heap, and buffers of 1 KiB in place of 16 KiB.
 */
public class UndertowBroadcast implements BroadcastServer {
    private static final Logger UNDERTOW_LOG = Logger.getLogger("io.undertow");
    private static final Logger XNIO_LOG = Logger.getLogger("org.xnio");

    private final ServerSentEventHandler streams = Handlers.serverSentEvents();
    private final Undertow server;

    /** Makes a server that does not listen yet. */
    public UndertowBroadcast() {
        this(streams -> streams);
    }

    /** Makes a server whose streams are behind a handler. */
    UndertowBroadcast(UnaryOperator<HttpHandler> inFront) {
        UNDERTOW_LOG.setLevel(Level.WARNING);
        XNIO_LOG.setLevel(Level.WARNING);
        server = Undertow.builder()
                .addHttpListener(0, "0.0.0.0")
                .setHandler(inFront.apply(streams))
                .build();
    }

    @Override
    public int start() {
        server.start();
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void broadcast(long sequence, String data) {
        String id = Long.toString(sequence);
        for (ServerSentEventConnection stream : streams.getConnections()) {
            stream.send(data, null, id, null);
        }
    }

    @Override
    public int streams() {
        return streams.getConnections().size();
    }

    @Override
    public void close() {
        server.stop();
    }
}
