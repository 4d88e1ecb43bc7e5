package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.EventStream;
import sse.api.spi.TransportServer;
import sse.jdkhttp.FakeCore.FakeStream;

/**
 * A request behind a stream on the same connection is never run (RFC 9112 section 9.6): the client may have sent it
 * again elsewhere.
 */
class PipelinedRequestsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @ParameterizedTest
    @ValueSource(strings = {"http HTTP/1.1", "http HTTP/1.0", "https HTTP/1.1", "https HTTP/1.0"})
    void doNotReachOtherHandlersOfTheServer(String kind) throws Exception {
        BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
        BlockingQueue<String> paid = new LinkedBlockingQueue<>();
        HttpServer existing = kind.startsWith("https") ? HttpsServer.create(ANY, 100) : HttpServer.create(ANY, 100);
        if (existing instanceof HttpsServer https) {
            https.setHttpsConfigurator(new HttpsConfigurator(TestTls.context()));
        }
        ExecutorService executor = Executors.newCachedThreadPool();
        try (SseHttpHandler handler = SseHttpHandler.of(opened::add)) {
            existing.createContext("/events", handler);
            existing.createContext("/pay", exchange -> paid.add("paid"));
            existing.setExecutor(SseHttpHandler.tracking(executor));
            existing.start();
            RawClient client = client(kind, existing.getAddress());
            client.send(request("GET /events", kind) + request("POST /pay", kind));
            EventStream stream = opened.take();
            client.head();
            client.reset();
            while (stream.isOpen()) {
                stream.send("are you there");
            }
            // Returns when every stream has been disposed of.
            handler.close();
            assertThat(paid).isEmpty();
        } finally {
            existing.stop(0);
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http HTTP/1.1", "http HTTP/1.0", "https HTTP/1.1", "https HTTP/1.0"})
    void areRefusedByTheTransportsOwnServer(String kind) throws Exception {
        HeldRequests requests = new HeldRequests();
        JdkHttpTransport transport =
                kind.startsWith("https") ? JdkHttpTransport.https(TestTls.context()) : new JdkHttpTransport();
        TransportServer server = transport.start(new FakeCore(requests));
        try (server) {
            RawClient client = client(kind, server.address());
            client.send(request("GET /events", kind) + request("POST /pay", kind));
            FakeStream stream = HeldRequests.open(requests.await());
            stream.writeFully("data: 1\n\n");
            client.head();
            client.reset();
            stream.writeUntilClosed();
        }
        assertThat(requests.isEmpty()).isTrue();
    }

    private static RawClient client(String kind, InetSocketAddress address) throws Exception {
        return kind.startsWith("https") ? RawClient.connectTls(address) : RawClient.connect(address);
    }

    private static String request(String methodAndPath, String kind) {
        return methodAndPath + kind.substring(kind.indexOf(' ')) + "\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
    }
}
