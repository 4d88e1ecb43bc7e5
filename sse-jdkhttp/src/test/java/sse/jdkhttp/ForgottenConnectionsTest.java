package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.spi.TransportServer;
import sse.jdkhttp.FakeCore.FakeStream;

/**
 * The JDK's server must forget a connection however it ends. It keeps connections in private sets, so the test counts
 * the instances in the heap.
 */
class ForgottenConnectionsTest {
    private static final int CLIENTS = 10;

    private final HeldRequests requests = new HeldRequests();
    private Optional<TransportServer> server = Optional.empty();

    @AfterEach
    void close() {
        server.ifPresent(TransportServer::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http HTTP/1.1", "http HTTP/1.0", "https HTTP/1.1", "https HTTP/1.0"})
    void afterClientsOfStreamsHaveGone(String kind) throws Exception {
        start(kind);
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = client(kind).send(request(kind));
            FakeStream stream = HeldRequests.open(requests.await());
            stream.writeFully("data: 1\n\n");
            client.head();
            if (i == 0) {
                assertThat(connections()).as("connections that can be seen").isPositive();
            }
            client.reset();
            stream.writeUntilClosed();
        }
        assertThat(connectionsAfterAWhile()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http HTTP/1.1", "http HTTP/1.0", "https HTTP/1.1", "https HTTP/1.0"})
    void afterStreamsWereAborted(String kind) throws Exception {
        start(kind);
        for (int i = 0; i < CLIENTS; i++) {
            try (RawClient client = client(kind).send(request(kind))) {
                FakeStream stream = HeldRequests.open(requests.await());
                if (i % 5 == 0) {
                    stream.writeUntilStalled();
                }
                stream.abort();
                stream.awaitClosed();
            }
        }
        assertThat(connectionsAfterAWhile()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http HTTP/1.1", "http HTTP/1.0", "https HTTP/1.1", "https HTTP/1.0"})
    void afterClientsHaveGoneBeforeTheirResponse(String kind) throws Exception {
        start(kind);
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = client(kind).send(request(kind));
            FakeCore.OnLane request = requests.await();
            client.reset();
            HeldRequests.respond(request, Response.of("text/plain", new byte[1_000_000]));
        }
        assertThat(connectionsAfterAWhile()).isZero();
    }

    @Test
    void removesConnectionsOfClientsGoneAtOpen() throws Exception {
        start("http");
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = client("http").send(RawClient.STREAM_REQUEST);
            FakeCore.OnLane request = requests.await();
            client.reset();
            assertThat(HeldRequests.open(request).writeUntilClosed()).isEqualTo(1);
        }
        assertThat(connectionsAfterAWhile()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http HTTP/1.1", "http HTTP/1.0"})
    void afterClientsOfMountedStreamsHaveGone(String kind) throws Exception {
        assumeTrue(
                kind.endsWith("HTTP/1.1") || Runtime.version().feature() == 17,
                "newer servers do not let it be seen that nothing was pipelined");
        BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
        HttpServer existing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        ExecutorService executor = Executors.newCachedThreadPool();
        try (SseHttpHandler handler = SseHttpHandler.of(opened::add)) {
            existing.createContext("/", handler);
            existing.setExecutor(SseHttpHandler.tracking(executor));
            existing.start();
            for (int i = 0; i < CLIENTS; i++) {
                RawClient client = RawClient.connect(existing.getAddress()).send(request(kind));
                EventStream stream = opened.take();
                client.head();
                client.reset();
                while (stream.isOpen()) {
                    stream.send("are you there");
                }
            }
            assertThat(connectionsAfterAWhile()).isZero();
        } finally {
            existing.stop(0);
            executor.shutdownNow();
        }
    }

    private void start(String kind) throws Exception {
        JdkHttpTransport transport =
                kind.startsWith("https") ? JdkHttpTransport.https(TestTls.context()) : new JdkHttpTransport();
        server = Optional.of(transport.start(new FakeCore(requests)));
    }

    private RawClient client(String kind) throws Exception {
        return kind.startsWith("https")
                ? RawClient.connectTls(server.orElseThrow().address())
                : RawClient.connect(server.orElseThrow().address());
    }

    private static String request(String kind) {
        return "GET / " + kind.substring(kind.indexOf(' ') + 1) + "\r\nHost: a\r\n\r\n";
    }

    private static int connectionsAfterAWhile() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        int connections = connections();
        while (connections > 0 && System.nanoTime() < end) {
            connections = connections();
        }
        return connections;
    }

    /** Counts what is reachable: the histogram collects garbage first. */
    private static int connections() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .filter(line -> line.contains("sun.net.httpserver.HttpConnection "))
                .mapToInt(line -> Integer.parseInt(line.trim().split(" +")[1]))
                .sum();
    }
}
