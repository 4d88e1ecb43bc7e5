package sse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.examples.fixtures.Waiting;
import sse.testkit.MemoryTransport;
import sse.testkit.StreamEnd;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

@Timeout(60)
class ChatTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String HELLO =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]%s}";
    private static final Headers HEADERS = Headers.builder()
            .add("Authorization", "Bearer sk-example")
            .add("Content-Type", "application/json")
            .build();

    private final CountDownLatch modelEnded = new CountDownLatch(1);
    private final TestServer server =
            TestServer.start(new MemoryTransport(), builder -> Chat.addTo(builder, this::answer));

    private Stream<String> answer(String question) {
        Stream<String> tokens =
                switch (question) {
                    case "fail" ->
                        Stream.of("one", "two").map(token -> {
                            if (token.equals("two")) {
                                throw new IllegalStateException("no more");
                            }
                            return token;
                        });
                    case "endless" -> Stream.generate(() -> "more");
                    default -> Stream.of("Hi", " \"there\"\n");
                };
        return tokens.onClose(modelEnded::countDown);
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void streamsChunks() {
        TestResponse response = post(HELLO.formatted(",\"stream\":true"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(withoutTime(response)).isEqualTo("""
                :
                data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"m",\
                "choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}],"usage":null}

                data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"m",\
                "choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}],"usage":null}

                data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"m",\
                "choices":[{"index":0,"delta":{"content":" \\"there\\"\\n"},"finish_reason":null}],"usage":null}

                data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"m",\
                "choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

                data: [DONE]

                """);
    }

    @Test
    void sendsUsageIfAsked() {
        TestResponse response = post(HELLO.formatted(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertThat(withoutTime(response)).endsWith("""
                "finish_reason":"stop"}],"usage":null}

                data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"m","choices":[],\
                "usage":{"prompt_tokens":2,"completion_tokens":2,"total_tokens":4}}

                data: [DONE]

                """);
    }

    @Test
    void answersAsWhole() {
        TestResponse response = post(HELLO.formatted(""));

        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(withoutTime(response))
                .isEqualTo("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":0,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"Hi \\\"there\\\"\\n\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":2,\"total_tokens\":4}}");
    }

    @Test
    void sendsErrorInMidStream() {
        try (TestConnection connection = server.client().open();
                TestStream stream = ask(connection, "fail")) {
            stream.nextEvents(2);

            String error = "{\"error\":{\"message\":\"no more\",\"type\":\"error\",\"code\":\"model_failed\"}}";
            assertThat(stream.nextEvent()).isEqualTo(MessageEvent.of("error", error, ""));
            assertThat(stream.skipToEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    @Test
    void endsModelWhenClientDisconnects() throws Exception {
        try (TestConnection connection = server.client().open();
                TestStream stream = ask(connection, "endless")) {
            stream.nextEvents(2);
            stream.ignoreUnread();
        }

        modelEnded.await();
        // The handler may notice the end of its stream before the server counts it.
        Waiting.until("no stream is open", () -> server.server().openStreams() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[", "{} {}", "{\"messages\":[}"})
    void rejectsMalformedJson(String body) {
        assertError(post(body), 400, "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"messages\":[]}",
                "{\"messages\":\"hello\"}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"hello\"}]}"
            })
    void rejectsConversationWithoutQuestion(String body) {
        assertError(post(body), 400, "invalid_messages");
    }

    @Test
    void readsContentInParts() {
        String parts = "{\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"fa\"},{\"type\":\"image_url\"},"
                + "{\"type\":\"text\",\"text\":\"il\"}]}]}";

        assertError(post(parts), 500, "model_failed");
    }

    @ParameterizedTest
    @CsvSource({"POST, text/plain, 415", "GET, application/json, 405"})
    void rejectsOtherRequests(String method, String contentType, int status) {
        Headers headers = HEADERS.toBuilder().set("Content-Type", contentType).build();

        assertThat(server.request(method, PATH, headers, "").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer sk-other", "sk-example", "Basic sk-example"})
    void rejectsOtherKeys(String authorization) {
        Headers headers =
                HEADERS.toBuilder().set("Authorization", authorization).build();

        assertError(server.request("POST", PATH, headers, HELLO.formatted("")), 401, "invalid_api_key");
    }

    private static TestStream ask(TestConnection connection, String question) {
        String body = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}";
        connection.send("POST", PATH, HEADERS, body);
        return connection.receiveStream();
    }

    private TestResponse post(String body) {
        return server.request("POST", PATH, HEADERS, body);
    }

    private static void assertError(TestResponse response, int status, String code) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.text()).startsWith("{\"error\":{\"message\":\"").endsWith("\"code\":\"" + code + "\"}}");
    }

    private static String withoutTime(TestResponse response) {
        return response.text().replaceAll("\"created\":[0-9]+", "\"created\":0");
    }
}
