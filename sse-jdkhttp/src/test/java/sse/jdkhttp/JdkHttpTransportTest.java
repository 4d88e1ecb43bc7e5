package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Response;
import sse.api.spi.Transport;
import sse.api.spi.TransportServer;
import sse.jdkhttp.FakeCore.FakeStream;
import sse.jdkhttp.FakeCore.OnLane;

class JdkHttpTransportTest {
    private final BlockingQueue<FakeStream> opened = new LinkedBlockingQueue<>();
    private TransportServer server;

    @BeforeEach
    void start() throws Exception {
        server = new JdkHttpTransport().start(new FakeCore(this::onRequest));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void onRequest(OnLane request) {
        if (request.exchange().headers().first("Accept").equals(java.util.Optional.of("text/event-stream"))) {
            opened.add(request.open());
        } else {
            request.exchange()
                    .respond(Response.text(request.exchange().method() + " "
                            + request.exchange().target() + " "
                            + new String(request.exchange().body())));
        }
    }

    private FakeStream awaitOpened() throws InterruptedException {
        FakeStream stream = opened.poll(20, TimeUnit.SECONDS);
        assertThat(stream).isNotNull();
        return stream;
    }

    @Test
    void isFoundByName() {
        assertThat(ServiceLoader.load(Transport.class))
                .extracting(Transport::name, Transport::isAutomatic)
                .contains(org.assertj.core.groups.Tuple.tuple("jdkhttp", true));
    }

    @Test
    void namesTheAddressThatCannotBeBound() {
        InetSocketAddress taken = server.address();
        FakeCore core = new FakeCore(request -> {});
        assertThatThrownBy(() -> new JdkHttpTransport().start(core.bindTo(taken)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(taken.toString());
    }

    @Test
    void answersRequestsOfOneConnectionInOrder() throws Exception {
        try (RawClient client = RawClient.connect(server.address())) {
            client.send(
                    "GET /a HTTP/1.1\r\nHost: a\r\n\r\nPOST /b?c HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.head())
                    .containsExactly("content-length: 7", "content-type: text/plain; charset=utf-8", "http/1.1 200 ok");
            assertThat(client.read(7)).isEqualTo("GET /a ");
            client.head();
            assertThat(client.read(12)).isEqualTo("POST /b?c hi");
        }
    }

    @Test
    void streamsChunksAndEndsThem() throws Exception {
        try (RawClient client = RawClient.connect(server.address())) {
            client.send(RawClient.STREAM_REQUEST);
            FakeStream stream = awaitOpened();
            stream.writeFully(": hi\n\n");
            assertThat(client.head())
                    .containsExactly(
                            "connection: close",
                            "content-type: text/event-stream",
                            "http/1.1 200 ok",
                            "transfer-encoding: chunked");
            assertThat(client.chunk()).isEqualTo(": hi\n\n");
            stream.writeFully("data: 1\n\n");
            assertThat(client.chunk()).isEqualTo("data: 1\n\n");
            stream.finish();
            assertThat(client.readToEnd()).isEqualTo("0\r\n\r\n");
            assertThat(stream.awaitClosed()).isEqualTo(1);
        }
    }
}
