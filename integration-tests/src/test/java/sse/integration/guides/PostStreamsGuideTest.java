package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.api.Reply;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.testkit.StreamEnd;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** The code of {@code docs/guides/post-streams.md}. */
class PostStreamsGuideTest {
    private static final Headers JSON = Headers.of("Content-Type", "application/json");

    @Test
    @ExtendWith(ExpectedErrors.class)
    void answersWithJsonOrStream() {
        RequestOptions questions = RequestOptions.builder()
                .methods("POST")
                .contentTypes("application/json")
                .bodyBytes(4 * 1024 * 1024)
                .build();
        StreamOptions tokens = StreamOptions.builder()
                .noFirstComment()
                .noRetry()
                .endEvent(Event.of("[DONE]"))
                .errorEvent(failure -> Event.of("error", "{\"message\":\"the model failed\"}"))
                .interruptHandler(true)
                .build();
        try (TestServer server = TestServer.start(builder -> {
            builder.respond("/answers", questions, request -> {
                String question = request.text();
                if (question.isEmpty()) {
                    return Response.json("{\"message\":\"no question\"}").withStatus(400);
                }
                return question.contains("stream")
                        ? Reply.stream(tokens, stream -> answer(question, stream))
                                .withHeader("X-Model", "echo")
                        : Response.json(answer(question));
            });
        })) {
            TestResponse bad = server.client().request("POST", "/answers", JSON, "");
            TestResponse whole = server.client().request("POST", "/answers", JSON, "{}");
            TestResponse other =
                    server.client().request("POST", "/answers", Headers.of("Content-Type", "text/plain"), "?");
            try (TestConnection connection = server.client().open()) {
                connection.send("POST", "/answers", JSON, "{\"stream\":true}");
                TestStream stream = connection.receiveStream();

                assertThat(stream.headers().first("X-Model")).contains("echo");
                assertThat(stream.readRest()).isEqualTo("data: a\n\ndata: b\n\ndata: [DONE]\n\n");
            }
            try (TestConnection connection = server.client().open()) {
                connection.send("POST", "/answers", JSON, "{\"stream\":true,\"fail\":true}");
                TestStream failed = connection.receiveStream();

                assertThat(failed.nextEvent())
                        .isEqualTo(MessageEvent.of("error", "{\"message\":\"the model failed\"}", ""));
                // Over a socket it is cut. In memory no end is marked.
                assertThat(failed.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            }

            assertThat(bad.status()).isEqualTo(400);
            assertThat(whole.text()).isEqualTo("{}");
            assertThat(other.status()).isEqualTo(415);
        }
    }

    private static void answer(String question, EventStream stream) {
        if (question.contains("fail")) {
            throw new IllegalStateException("expected by this test");
        }
        stream.send("a");
        stream.send("b");
        stream.close();
    }

    private static String answer(String question) {
        return question;
    }

    /** @param text what is asked */
    private record Question(String text) {}

    /** @param length the length of the question */
    private record Answer(int length) {}

    @Test
    void readsAndWritesJson() {
        RequestOptions questions = RequestOptions.builder()
                .methods("POST")
                .contentTypes("application/json")
                .build();
        ObjectMapper json = new ObjectMapper();
        try (TestServer server = TestServer.start(builder -> {
            builder.respond("/lengths", questions, request -> {
                try {
                    Question question = json.readValue(request.body(), Question.class);
                    Answer answer = new Answer(question.text().length());
                    return Response.json(json.writeValueAsString(answer));
                } catch (JacksonException malformed) {
                    return Response.text("content must be a question as JSON\n").withStatus(400);
                }
            });
        })) {
            TestResponse answer = server.client().request("POST", "/lengths", JSON, "{\"text\":\"hello\"}");
            TestResponse malformed = server.client().request("POST", "/lengths", JSON, "{\"text\":");

            assertThat(answer.text()).isEqualTo("{\"length\":5}");
            assertThat(malformed.status()).isEqualTo(400);
            assertThat(malformed.text()).isEqualTo("content must be a question as JSON\n");
        }
    }

    @Test
    void opensStreamsByPost() {
        try (TestServer server = TestServer.start(builder -> {
            builder.stream("/search", RequestOptions.methods("POST", "QUERY"), StreamOptions.defaults(), stream -> {
                String query = stream.request().text();
                stream.send("searching " + query);
            });
        })) {
            try (TestConnection connection = server.client().open()) {
                connection.send("QUERY", "/search", Headers.empty(), "sse");

                assertThat(connection.receiveStream().nextEvent().data()).isEqualTo("searching sse");
            }
        }
    }
}
