package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExchangeDispatcherTest {
    @Test
    void isNotIdleWhileStreamIsOpen() throws Exception {
        ExchangeDispatcher dispatcher = new ExchangeDispatcher(
                new FakeCore(FakeCore.OnLane::open),
                new BlockedThreadLimit(BlockedThreadLimit.NO_LIMIT),
                new BlockedThreadLimit(BlockedThreadLimit.NO_LIMIT));
        BlockingQueue<Boolean> idle = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", exchange -> {
            dispatcher.runRequest(Optional.empty(), thread -> dispatcher.dispatch(exchange, "/", thread));
            // The request has ended, so only the stream counts. It stays open: its client stays connected.
            idle.add(dispatcher.isIdle());
        });
        server.start();
        try (RawClient client = RawClient.connect(server.getAddress()).send(RawClient.STREAM_REQUEST)) {
            assertThat(idle.poll(30, TimeUnit.SECONDS)).isFalse();
        } finally {
            server.stop(0);
            dispatcher.close();
        }
    }
}
