package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.SendResult;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.testkit.MemoryTransport;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/other-clients.md}. */
@Timeout(60)
class OtherClientsGuideTest {
    private static final String PATH = "/v1/chat/completions";

    /** Counted down when the tokens of a question are closed. */
    private static final CountDownLatch CLOSED = new CountDownLatch(1);

    private static void addTo(SseServer.Builder builder) {
        RequestOptions posts = RequestOptions.methods("POST");
        StreamOptions forPrograms = StreamOptions.builder().noRetry().build();
        builder.respond("/v1/chat/completions", posts, request -> {
            String question = question(request);
            return question.isEmpty()
                    ? Response.json("{\"error\":{\"message\":\"the question is missing\"}}")
                            .withStatus(400)
                    : Reply.stream(forPrograms, stream -> answer(question, stream));
        });
    }

    static void answer(String question, EventStream stream) throws Exception {
        try (Stream<String> tokens = ask(question)) {
            for (Iterator<String> rest = tokens.iterator(); rest.hasNext(); ) {
                if (stream.send(Event.of(chunk(rest.next())), Duration.ofMinutes(1)) != SendResult.ACCEPTED) {
                    return; // The client has disconnected. Closing the tokens ends the model's work.
                }
            }
        }
        stream.send("[DONE]");
        stream.close();
    }

    private static String question(Request request) {
        return request.text();
    }

    private static Stream<String> ask(String question) {
        return question.equals("endless")
                ? Stream.generate(() -> "more").onClose(CLOSED::countDown)
                : Stream.of("one", "two");
    }

    private static String chunk(String token) {
        return "\"" + token + "\"";
    }

    @Test
    void answersByStreamOrError() {
        try (TestServer server = TestServer.start(OtherClientsGuideTest::addTo)) {
            TestResponse error = server.request("POST", PATH, Headers.empty(), "");
            TestResponse stream = server.request("POST", PATH, Headers.empty(), "question");

            assertThat(error.status()).isEqualTo(400);
            assertThat(error.text()).isEqualTo("{\"error\":{\"message\":\"the question is missing\"}}");
            assertThat(stream.text()).isEqualTo(":\ndata: \"one\"\n\ndata: \"two\"\n\ndata: [DONE]\n\n");
        }
    }

    @Test
    void closesTokensWhenClientDisconnects() throws Exception {
        try (TestServer server = TestServer.start(new MemoryTransport(), OtherClientsGuideTest::addTo)) {
            try (TestConnection connection = server.client().open()) {
                connection.send("POST", PATH, Headers.empty(), "endless");
                TestStream stream = connection.receiveStream();
                assertThat(stream.nextEvent().data()).isEqualTo("\"more\"");
                stream.ignoreUnread().close();
            }

            CLOSED.await();
        }
    }
}
