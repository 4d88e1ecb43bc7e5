package sse.benchmarks.load.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the load benchmark relies on, whatever the server. */
abstract class TokenServerContract {
    private static final int CLIENTS = 3;
    private static final int TOKENS = 20;
    private static final int PAYLOAD_BYTES = 40;
    private static final int LIMIT_SECONDS = 20;
    private static final int SEQUENCE_DIGITS = 16;

    abstract TokenServer newServer(TokenModel model) throws IOException;

    @Test
    void answersEachRequestWithAllTokens() throws Exception {
        try (TokenModel model = new TokenModel(TOKENS, 2, PAYLOAD_BYTES);
                TokenServer server = newServer(model)) {
            URI uri = URI.create("http://localhost:" + server.start() + "/");
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                answers.add(client.sendAsync(request(uri), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                HttpResponse<String> response = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);

                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/event-stream");
                assertThat(sequences(response.body()))
                        .isEqualTo(IntStream.rangeClosed(1, TOKENS).boxed().toList());
            }
        }
    }

    private static HttpRequest request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(LIMIT_SECONDS))
                .header("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"question\":\"why?\"}"))
                .build();
    }

    private static List<Integer> sequences(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()).trim())
                .map(data -> Integer.parseInt(data.substring(0, SEQUENCE_DIGITS)))
                .toList();
    }
}
