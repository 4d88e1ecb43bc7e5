package sse.examples.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.testkit.TestClient;
import sse.testkit.TestServer;

/** Answers that are asked for again, and requests that the page does not send. */
@Timeout(60)
class ResumeTest {
    private static final Headers NONE = Headers.empty();

    private final TestServer server = TestServer.start(builder -> new Resume(Duration.ofMillis(1)).addTo(builder));

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void startsOneAnswerForRepeatedRequest() throws Exception {
        String first = ask("to be or not");
        String repeated = ask("to be or not");

        // The ids are those of one run.
        assertThat(repeated).isEqualTo(first);
        assertThat(first)
                .contains("data: to \n\n")
                .endsWith("event: end\nid: " + lastId(first) + "\ndata: completed\n\n");
    }

    @Test
    void answersWithNothingAfterEnd() throws Exception {
        String id = lastId(ask("to be"));

        // The thread of the run may still be at work for the stream, and answers this request then.
        TestClient client = server.client().withTimeout(Duration.ofSeconds(30));
        assertThat(client.request("GET", "/answers/a", Headers.of("Last-Event-ID", id), "")
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void knowsNoOtherAnswer(String method) {
        assertThat(server.request(method, "/answers/none", NONE, "").status()).isEqualTo(404);
    }

    @Test
    void refusesUnsuitableRequest() {
        TestClient client = server.client();

        assertThat(client.request("POST", "/answers/a", NONE, " ").status()).isEqualTo(400);
        assertThat(client.request("POST", "/answers/a%20b", NONE, "to be").status())
                .isEqualTo(404);
        assertThat(client.request("POST", "/answers/a", NONE, "x".repeat(16 * 1024 + 1))
                        .status())
                .isEqualTo(413);
        assertThat(client.request("PUT", "/answers/a", NONE, "to be").status()).isEqualTo(405);
    }

    private String ask(String question) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/answers/a"))
                .POST(BodyPublishers.ofString(question))
                .build();
        return server.httpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static String lastId(String answer) {
        return answer.lines()
                .filter(line -> line.startsWith("id: "))
                .reduce("", (one, next) -> next)
                .substring("id: ".length());
    }
}
