package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.Run;
import sse.api.Runs;
import sse.api.SendResult;
import sse.api.SseServer;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/agents.md}. */
@Timeout(60)
class AgentsGuideTest {
    @Test
    void answersBadRequestBeforeAnyStream() throws Exception {
        try (TestServer server = TestServer.start(AgentsGuideTest::answering)) {
            HttpResponse<String> bad = post(server, "/rpc", "");

            assertThat(bad.statusCode()).isEqualTo(400);
            assertThat(bad.body()).isEqualTo("{\"error\":\"the content must be a question\"}");
            assertThat(post(server, "/rpc", "to be").body())
                    .isEqualTo(":\nretry: 3000\ndata: {\"word\":\"to\"}\n\ndata: {\"word\":\"be\"}\n\n");
        }
    }

    private static void answering(SseServer.Builder builder) {
        RequestOptions requests = RequestOptions.builder()
                .methods("POST")
                .contentTypes("application/json")
                .bodyBytes(1024 * 1024)
                .build();
        builder.respond("/rpc", requests, request -> {
            Optional<String> question = Questions.read(request.body());
            return question.isEmpty()
                    ? Response.json("{\"error\":\"the content must be a question\"}")
                            .withStatus(400)
                    : Reply.stream(stream -> answer(question.get(), stream));
        });
    }

    private static void answer(String question, EventStream stream) {
        for (String word : question.split(" ")) {
            if (stream.send(Event.of("{\"word\":\"" + word + "\"}")) == SendResult.CLOSED) {
                return; // the client has cancelled
            }
        }
        stream.close();
    }

    @Test
    void resumesCallByEventId() throws Exception {
        try (Runs calls = Runs.builder().build();
                TestServer server = TestServer.start(builder -> builder.respond(
                        "/mcp", request -> resume(calls, request).orElseGet(() -> Response.of(405))))) {
            Run call = calls.start("1", out -> out.send("progress"));
            assertThat(call.awaitEnd(Duration.ofSeconds(30))).isTrue();
            String id;
            try (TestServer direct = TestServer.start(builder -> builder.stream("/", call));
                    TestStream stream = direct.connect("/").ignoreUnread()) {
                id = stream.nextEvent().lastEventId();
            }

            try (TestStream stream = server.client()
                    .withTimeout(Duration.ofSeconds(30))
                    .withLastEventId(id)
                    .connect("/mcp")) {
                assertThat(stream.nextEvent().data()).isEqualTo("completed");
            }
            assertThat(server.get("/mcp").status()).isEqualTo(405);
        }
    }

    static Optional<Reply> resume(Runs calls, Request request) {
        Optional<String> id = request.headers().first("Last-Event-ID");
        return id.flatMap(calls::findByEventId).map(call -> call.reply(request));
    }

    @Test
    void runsAgent() throws Exception {
        try (TestServer server = TestServer.start(builder -> builder.respond(
                "/agent", RequestOptions.methods("POST"), request -> Reply.stream(stream -> run("t", "r", stream))))) {
            assertThat(post(server, "/agent", "{}").body()).isEqualTo("""
                            :
                            retry: 3000
                            data: {"type":"RUN_STARTED","threadId":"t","runId":"r"}

                            data: {"type":"TEXT_MESSAGE_START","messageId":"m1","role":"assistant"}

                            data: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m1","delta":"Hello"}

                            data: {"type":"TEXT_MESSAGE_END","messageId":"m1"}

                            data: {"type":"RUN_FINISHED","threadId":"t","runId":"r"}

                            """);
        }
    }

    private static void run(String thread, String run, EventStream stream) {
        String ids = "\"threadId\":\"" + thread + "\",\"runId\":\"" + run + "\"}";
        stream.send("{\"type\":\"RUN_STARTED\"," + ids);
        stream.send("{\"type\":\"TEXT_MESSAGE_START\",\"messageId\":\"m1\",\"role\":\"assistant\"}");
        stream.send("{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"m1\",\"delta\":\"Hello\"}");
        stream.send("{\"type\":\"TEXT_MESSAGE_END\",\"messageId\":\"m1\"}");
        stream.send("{\"type\":\"RUN_FINISHED\"," + ids);
        stream.close();
    }

    private static HttpResponse<String> post(TestServer server, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return server.httpClient().send(request, BodyHandlers.ofString());
    }

    /** Stands for the application's JSON library. */
    private static final class Questions {
        static Optional<String> read(byte[] content) {
            return Optional.of(new String(content, StandardCharsets.UTF_8)).filter(text -> !text.isEmpty());
        }
    }
}
