package sse.testkit.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Response;
import sse.testkit.TestServer;

class MemoryHttpClientTest {
    private static HttpRequest.Builder request(TestServer server, String path) {
        return HttpRequest.newBuilder(server.uri(path));
    }

    @Test
    void exchangesRequestAndResponse() throws Exception {
        try (TestServer server = TestServer.start(builder -> builder.respond(
                "/echo",
                request -> Response.text(request.method() + " "
                                + request.queryParameter("a").orElse("") + " "
                                + request.headers().first("X-A").orElse("") + " " + request.text())
                        .withHeader("X-B", "b")))) {
            HttpResponse<String> response = server.httpClient()
                    .send(
                            request(server, "/echo?a=1")
                                    .header("X-A", "2")
                                    .POST(BodyPublishers.ofString("content"))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(response.body()).isEqualTo("POST 1 2 content");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("x-b")).contains("b");
        }
    }

    @Test
    void passesLinesOfAStreamAsTheyAreSent() {
        List<EventStream> streams = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        try (TestServer server = TestServer.start(builder -> builder.stream("/", streams::add))) {
            CompletableFuture<HttpResponse<Void>> response = server.httpClient()
                    .sendAsync(
                            request(server, "/")
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            BodyHandlers.fromLineSubscriber(new Recorder(lines)));
            streams.get(0).send(Event.of("one"));
            assertThat(lines).contains("data: one");
            assertThat(response).isNotDone();
            streams.get(0).close();

            assertThat(response).isCompleted();
        }
    }

    @Test
    void disconnectsWhenItIsCancelled() {
        try (TestServer server = TestServer.start(builder -> builder.stream("/", stream -> {}))) {
            HttpClient client = server.httpClient();
            CompletableFuture<HttpResponse<Stream<String>>> response = client.sendAsync(
                    request(server, "/").header("Accept", "text/event-stream").build(), BodyHandlers.ofLines());
            assertThat(server.server().openStreams()).isEqualTo(1);
            response.join().body().close();

            assertThat(server.server().openStreams()).isZero();
        }
    }

    @Test
    void failsWithoutAServer() {
        TestServer server = TestServer.start(builder -> builder.respond("/", request -> Response.text("")));
        HttpRequest request = request(server, "/").build();
        HttpClient client = server.httpClient();
        server.close();

        assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString())).isInstanceOf(ConnectException.class);
    }

    private record Recorder(List<String> lines) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            lines.add(line);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
