package sse.benchmarks.peers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sse.nio.NioTransport;
import sse.testkit.TestServer;

/** The other clients' code, against this library's server. */
class ClientPeersTest {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final TestServer server =
            TestServer.start(new NioTransport(), builder -> builder.stream("/news", stream -> stream.send("hello")));

    @AfterEach
    void closeServer() {
        server.close();
    }

    private void assertReceived() throws InterruptedException {
        assertThat(received.poll(30, SECONDS)).isEqualTo("hello");
    }

    @Test
    void receivesByOkHttpSse() throws InterruptedException {
        var source = new OkHttpSsePeer().listen(server.uri("/news").toString(), received::add);
        assertReceived();
        source.cancel();
    }

    @Test
    void receivesByOkHttpEventSource() throws InterruptedException {
        Thread thread = new Thread(() -> new OkHttpEventSourcePeer().listen(server.uri("/news"), received::add));
        thread.setDaemon(true);
        thread.start();
        assertReceived();
        thread.interrupt();
    }

    @Test
    void receivesBySpringWebClient() throws InterruptedException {
        var subscription = new SpringWebClientPeer()
                .listen(server.uri("/news").toString())
                .mapNotNull(event -> event.data())
                .subscribe(received::add);
        assertReceived();
        subscription.dispose();
    }

    @Test
    void receivesByJaxRs() throws InterruptedException {
        try (var source = new JaxRsClientPeer().listen(server.uri("/news"), data -> {
            if (!data.isEmpty()) {
                received.add(data);
            }
        })) {
            assertReceived();
        }
    }
}
