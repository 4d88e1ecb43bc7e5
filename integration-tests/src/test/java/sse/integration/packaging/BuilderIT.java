package sse.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Reuse of a builder after it has started a server. */
class BuilderIT {
    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void keepsStartedServersUnchanged(Transport transport) throws Exception {
        CompletableFuture<SseServer.Builder> given = new CompletableFuture<>();
        try (TestServer first = TestServer.start(transport, builder -> {
            builder.respond("/", request -> Response.text("early"));
            given.complete(builder);
        })) {
            SseServer.Builder builder = given.join();
            builder.stream("/", stream -> stream.send("late")).stream("/late", stream -> stream.send("late"))
                    .respond("/late", request -> Response.text("late"))
                    .fallback(request -> Response.text("fallback"));

            try (SseServer second = builder.start()) {
                assertThat(statusOfStream(first.client(), "/late")).isEqualTo(404);
                assertThat(first.get("/late").status()).isEqualTo(404);
                assertThat(first.get("/elsewhere").status()).isEqualTo(404);
                assertThat(first.get("/").text()).isEqualTo("early");

                TestClient client = TestClient.to(second);
                try (TestStream stream = client.connect("/late")) {
                    assertThat(stream.nextEvent().data()).isEqualTo("late");
                }
                assertThat(client.get("/late").text()).isEqualTo("late");
                assertThat(client.get("/elsewhere").text()).isEqualTo("fallback");
                assertThat(client.get("/").text()).isEqualTo("early");
            }
        }
    }

    private static int statusOfStream(TestClient client, String path) {
        return client.withHeader("Accept", "text/event-stream").get(path).status();
    }
}
