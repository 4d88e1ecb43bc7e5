package sse.testkit.internal.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import sse.api.Response;
import sse.api.Ticker;
import sse.api.spi.Exchange;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;
import sse.api.spi.support.WorkerThreads;

/**
 * A transport that runs with a core that answers every request at once with a description of it, and records the
 * description. Thread-safe.
 */
final class EchoServer implements AutoCloseable {
    private final Map<Integer, List<String>> seen = new ConcurrentHashMap<>();
    private final ExecutorService ownExecutor = WorkerThreads.newExecutor("contract-worker");
    private final TransportServer server;

    EchoServer(ContractSetting setting, HttpLimits limits, Ticker ticker) {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Executor executor = setting.executor().orElse(ownExecutor);
        try {
            server = setting.transport().start(new Context(free, limits, ticker, executor, this));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** Removes and returns the requests from a client's port, each as METHOD TARGET [content]. */
    List<String> takeSeenFrom(int port) {
        return Objects.requireNonNullElse(seen.remove(port), List.of());
    }

    private void answer(Exchange exchange) {
        String content = new String(exchange.body(), StandardCharsets.ISO_8859_1);
        String request = exchange.method() + " " + exchange.target() + " [" + content + "]";
        seen.computeIfAbsent(exchange.remoteAddress().getPort(), port -> new CopyOnWriteArrayList<>())
                .add(request);
        exchange.respond(Response.of("text/plain", request.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void close() {
        server.close();
        ownExecutor.shutdownNow();
    }

    private record Context(
            InetSocketAddress bindAddress, HttpLimits limits, Ticker ticker, Executor executor, EchoServer owner)
            implements TransportContext {
        @Override
        public Lane newLane(LaneLoop loop, ByteBuffer scratch) {
            return owner::answer;
        }
    }
}
