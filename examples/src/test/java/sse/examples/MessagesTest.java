package sse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.examples.fixtures.Waiting;
import sse.testkit.ManualTicker;
import sse.testkit.MemoryTransport;
import sse.testkit.StreamEnd;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

@Timeout(60)
class MessagesTest {
    private static final String PATH = "/v1/messages";
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final String HELLO = "{\"model\":\"m\",\"max_tokens\":%d,\"stream\":%b,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
    private static final Headers HEADERS = Headers.builder()
            .add("X-Api-Key", "sk-ant-example")
            .add("Content-Type", "application/json")
            .build();

    private final CountDownLatch thinking = new CountDownLatch(1);
    private final CountDownLatch modelEnded = new CountDownLatch(1);
    private final ManualTicker ticker = new ManualTicker();
    private final TestServer server = TestServer.start(
            new MemoryTransport(), builder -> Messages.addTo(builder.ticker(ticker), this::answer, PERIOD));

    private Stream<String> answer(String question) {
        Stream<String> tokens =
                switch (question) {
                    case "fail" ->
                        Stream.of(1).map(token -> {
                            throw new IllegalStateException("no more");
                        });
                    case "endless" -> Stream.generate(() -> "more");
                    case "think" -> Stream.of("thought").peek(token -> await(thinking));
                    default -> Stream.of("Hi", " there");
                };
        return tokens.onClose(modelEnded::countDown);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException cancelled) {
            throw new IllegalStateException(cancelled);
        }
    }

    @AfterEach
    void closeServer() {
        thinking.countDown();
        server.close();
    }

    @Test
    void streamsNamedEvents() {
        TestResponse response = post(HELLO.formatted(10, true, "Hello, you"));

        assertThat(response.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(response.text()).isEqualTo("""
                :
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m",\
                "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":2,"output_tokens":0}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" there"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
                "usage":{"input_tokens":2,"output_tokens":2}}

                event: message_stop
                data: {"type":"message_stop"}

                """);
    }

    @Test
    void answersAsWhole() {
        TestResponse response = post(HELLO.formatted(10, false, "Hello, you"));

        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.text())
                .isEqualTo("{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"Hi there\"}],\"stop_reason\":\"end_turn\","
                        + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":2,\"output_tokens\":2}}");
    }

    @Test
    void stopsAtMaxTokens() {
        TestResponse response = post(HELLO.formatted(1, false, "Hello"));

        assertThat(response.text()).contains("\"text\":\"Hi\"}],\"stop_reason\":\"max_tokens\"");
    }

    @Test
    void pingsWhileModelThinks() {
        try (TestConnection connection = server.client().open();
                TestStream stream = ask(connection, "think")) {
            stream.nextEvents(2);
            ticker.advance(PERIOD.dividedBy(2));
            assertThat(stream.pollEvent()).isEmpty();
            ticker.advance(PERIOD.dividedBy(2));
            assertThat(stream.nextEvent()).isEqualTo(MessageEvent.of("ping", "{\"type\":\"ping\"}", ""));

            thinking.countDown();

            assertThat(stream.nextEvent().type()).isEqualTo("content_block_delta");
            assertThat(stream.skipToEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    @Test
    void sendsErrorInMidStream() {
        try (TestConnection connection = server.client().open();
                TestStream stream = ask(connection, "fail")) {
            stream.nextEvents(2);

            String error = "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"no more\"}}";
            assertThat(stream.nextEvent()).isEqualTo(MessageEvent.of("error", error, ""));
            assertThat(stream.skipToEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    @Test
    void endsModelWhenClientDisconnects() throws Exception {
        try (TestConnection connection = server.client().open();
                TestStream stream = ask(connection, "endless")) {
            stream.nextEvents(3);
            stream.ignoreUnread();
        }

        modelEnded.await();
        // The handler may notice the end of its stream before the server counts it.
        Waiting.until("no stream is open", () -> server.server().openStreams() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "{\"max_tokens\":1,\"messages\":[]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}",
                "{\"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
            })
    void rejectsOtherContent(String body) {
        assertError(post(body), 400, "invalid_request_error");
    }

    @Test
    void rejectsOtherKeys() {
        Headers headers = HEADERS.toBuilder().set("X-Api-Key", "sk-ant-other").build();

        TestResponse response = server.request("POST", PATH, headers, HELLO.formatted(1, true, "Hello"));

        assertError(response, 401, "authentication_error");
    }

    private static TestStream ask(TestConnection connection, String question) {
        connection.send("POST", PATH, HEADERS, HELLO.formatted(1_000_000, true, question));
        return connection.receiveStream();
    }

    private TestResponse post(String body) {
        return server.request("POST", PATH, HEADERS, body);
    }

    private static void assertError(TestResponse response, int status, String type) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.text())
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"");
    }
}
