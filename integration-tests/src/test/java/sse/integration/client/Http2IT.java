package sse.integration.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.client.DisconnectReason;
import sse.client.Disconnection;
import sse.client.EventSource;
import sse.client.SourceObserver;

/** Streams over HTTP/2, with an {@code HttpClient} of the user's, from a server of another project. */
@Timeout(60)
class Http2IT {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    private final BlockingQueue<HttpServerRequest> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> left = new LinkedBlockingQueue<>();
    private final BlockingQueue<Disconnection> disconnections = new LinkedBlockingQueue<>();

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("localhost").setPort(0))
                .requestHandler(this::open)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }

    private void open(HttpServerRequest request) {
        HttpServerResponse response =
                request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        response.exceptionHandler(failure -> {});
        response.closeHandler(closed -> left.add(request.path()));
        response.writeHead();
        requests.add(request);
    }

    private EventSource source(String path) {
        return EventSource.builder(URI.create("http://localhost:" + server.actualPort() + path))
                .client(client)
                .reconnectDelay(Duration.ofMillis(10))
                .onEvent(event -> events.add(event.data()))
                .observer(new SourceObserver() {
                    @Override
                    public void onDisconnect(Disconnection disconnection, Duration delay) {
                        disconnections.add(disconnection);
                    }
                })
                .build()
                .start();
    }

    private HttpServerRequest awaitRequest() throws InterruptedException {
        HttpServerRequest request = requests.poll(20, SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
        return request;
    }

    @Test
    void readsEventsAsTheyAreWritten() throws Exception {
        try (EventSource source = source("/a")) {
            HttpServerRequest request = awaitRequest();
            for (int i = 0; i < 3; i++) {
                request.response().write("data: " + i + "\n\n");
                assertThat(events.poll(20, SECONDS)).isEqualTo(String.valueOf(i));
            }
            assertThat(source.statistics().connections()).isEqualTo(1);
        }
    }

    @Test
    void resumesAfterEndAndReset() throws Exception {
        try (EventSource source = source("/a")) {
            HttpServerRequest first = awaitRequest();
            first.response().end("id: 1\ndata: one\n\n");
            HttpServerRequest second = awaitRequest();
            assertThat(second.getHeader("Last-Event-ID")).isEqualTo("1");
            assertThat(events.poll(20, SECONDS)).isEqualTo("one");
            second.response().write("id: 2\ndata: two\n\ndata: thr");
            assertThat(events.poll(20, SECONDS)).isEqualTo("two");
            second.response().reset();

            assertThat(awaitRequest().getHeader("Last-Event-ID")).isEqualTo("2");
            assertThat(disconnections.take().reason()).isEqualTo(DisconnectReason.ENDED);
            assertThat(disconnections.take().reason()).isEqualTo(DisconnectReason.LOST);
            assertThat(source.statistics().events()).isEqualTo(2);
        }
    }

    @Test
    void closesOneStreamOfAConnection() throws Exception {
        try (EventSource kept = source("/kept")) {
            HttpServerRequest keptRequest = awaitRequest();
            // The server sees the request before the client has a connection that it shares.
            keptRequest.response().write("data: open\n\n");
            assertThat(events.poll(20, SECONDS)).isEqualTo("open");
            EventSource closed = source("/closed");
            HttpServerRequest closedRequest = awaitRequest();
            assertThat(closedRequest.connection()).isSameAs(keptRequest.connection());
            closed.close();

            assertThat(left.poll(20, SECONDS)).isEqualTo("/closed");
            keptRequest.response().write("data: still\n\n");
            assertThat(events.poll(20, SECONDS)).isEqualTo("still");
            assertThat(kept.statistics().attempts()).isEqualTo(1);
        }
    }
}
