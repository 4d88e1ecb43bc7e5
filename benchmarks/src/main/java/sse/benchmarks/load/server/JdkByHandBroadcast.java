package sse.benchmarks.load.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Broadcasts with the JDK's own {@code com.sun.net.httpserver} and no library: the handler flushes the head of a
 * chunked response and leaves the exchange open; a broadcast encodes the event once, then writes and flushes it to one
 * exchange after the other, on the thread that broadcasts.
 *
 * <p>A client that does not read stops the broadcast for everyone as soon as the buffers of its socket are full,
 * because the write blocks and has no timeout. A client that has gone is found by the write that fails.
 */
public final class JdkByHandBroadcast implements BroadcastServer {
    private static final int BACKLOG = 1024;

    static {
        // Otherwise Nagle's algorithm holds an event back until the client has acknowledged the one before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Set<HttpExchange> streams = ConcurrentHashMap.newKeySet();
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Makes a server that does not listen yet. */
    public JdkByHandBroadcast() throws IOException {
        server = HttpServer.create();
        server.createContext("/", this::open);
        server.setExecutor(handlers);
    }

    private void open(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        streams.add(exchange);
    }

    @Override
    public int start() throws IOException {
        server.bind(new InetSocketAddress(0), BACKLOG);
        server.start();
        return server.getAddress().getPort();
    }

    @Override
    public void broadcast(long sequence, String data) {
        byte[] event = HandWrittenEvent.encode(sequence, data);
        streams.removeIf(stream -> !isWritten(stream, event));
    }

    private static boolean isWritten(HttpExchange stream, byte[] event) {
        try {
            stream.getResponseBody().write(event);
            stream.getResponseBody().flush();
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
    public void close() {
        server.stop(0);
        handlers.shutdown();
    }
}
