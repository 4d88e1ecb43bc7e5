package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.Response;
import sse.api.StreamRequest;

class TestClientTest {
    @Test
    void requestsStreamAsBrowser() {
        List<StreamRequest> requests = new ArrayList<>();
        try (TestServer server = TestServer.start(b -> b.stream("/s", stream -> requests.add(stream.request())))) {
            server.client().withHeader("X-A", "1").connect("/s?q=1").close();
        }

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/s");
            assertThat(request.query()).isEqualTo("q=1");
            assertThat(request.headers().all("Accept")).containsExactly("text/event-stream");
            assertThat(request.headers().all("Cache-Control")).containsExactly("no-cache");
            assertThat(request.headers().all("X-A")).containsExactly("1");
            assertThat(request.headers().contains("Last-Event-ID")).isFalse();
        });
    }

    @Test
    void keepsOwnAcceptHeader() {
        List<StreamRequest> requests = new ArrayList<>();
        try (TestServer server = TestServer.start(b -> b.stream("/", stream -> requests.add(stream.request())))) {
            server.client().withHeader("accept", "text/*").connect("/").close();
        }

        assertThat(requests.get(0).headers().all("Accept")).containsExactly("text/*");
    }

    @Test
    void sendsOrdinaryRequests() {
        try (TestServer server = TestServer.start(b -> b.respond(
                "/echo",
                request -> Response.text(
                        request.method() + " " + request.headers().first("X-A").orElse("") + " " + request.text())))) {
            TestResponse response = server.request("PUT", "/echo", Headers.of("X-A", "1"), "grün");

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo("PUT 1 grün");
            assertThat(response.header("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(response.header("X-None")).isEmpty();
            assertThat(response.body()).hasSize(11);
            assertThat(response.toString())
                    .startsWith("TestResponse[200, 11 bytes]\n")
                    .endsWith("\nPUT 1 grün");
            assertThat(server.get("/nothing").status()).isEqualTo(404);
        }
    }

    @Test
    void failsIfConnectionIsRefused() {
        TestServer server = TestServer.start(b -> b.respond("/", request -> Response.text("ok")));
        server.close();

        assertThatThrownBy(() -> server.get("/"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(ConnectException.class)
                .hasMessageContaining(
                        "no server listens on memory:" + server.server().port());
    }

    @Test
    void waitsForOtherThreadsUntilTimeout() throws InterruptedException {
        ExecutorService executor = Executors.newCachedThreadPool();
        CountDownLatch go = new CountDownLatch(1);
        try (TestServer server = TestServer.start(b -> b.executor(executor).stream("/", stream -> {
            go.await();
            stream.send("late");
        }))) {
            TestStream client = server.connect("/");
            assertThatThrownBy(() -> server.client()
                            .withTimeout(Duration.ofMillis(20))
                            .connect("/")
                            .nextEvent())
                    .hasMessageStartingWith(
                            "no event from /: the stream is open, and nothing more arrived within PT0.02S");
            go.countDown();

            assertThat(client.nextEvent().data()).isEqualTo("late");
            client.close();
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void connectsToUri() throws IOException {
        assertThatThrownBy(() -> TestClient.to(URI.create("https://localhost:1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("uri must be http://host:port: https://localhost:1");
        assertThatThrownBy(() -> TestClient.to(URI.create("http:/path")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("uri must be http://host:port: http:/path");
        int free;
        try (ServerSocket listener = new ServerSocket(0)) {
            free = listener.getLocalPort();
        }
        assertThatThrownBy(() ->
                        TestClient.to(URI.create("http://localhost:" + free)).get("/"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void connectsToAddressInMemory() {
        try (TestServer server = TestServer.start(b -> b.respond("/", request -> Response.text("ok")))) {
            InetSocketAddress address = server.server().address();

            assertThat(address.isUnresolved()).isTrue();
            assertThat(TestClient.to(address).get("/").text()).isEqualTo("ok");
            assertThat(TestClient.to(server.server()).get("/").text()).isEqualTo("ok");
        }
    }

    @Test
    void rejectsInvalidSettings() {
        TestClient client = TestClient.to(InetSocketAddress.createUnresolved("memory", 1));

        assertThatThrownBy(() -> client.withTimeout(Duration.ofMillis(-1)))
                .hasMessage("timeout must not be negative: PT-0.001S");
        assertThatThrownBy(() -> client.withWindow(0)).hasMessage("window must be positive: 0");
        assertThatThrownBy(() -> client.withReadSize(0)).hasMessage("read size must be positive: 0");
        assertThatThrownBy(() -> client.withLastEventId("a\nb"))
                .hasMessage("id must have no control character: \"a\\nb\"");
        assertThatThrownBy(() -> client.withHeader("a b", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("header name must be a token: \"a b\"");
    }
}
