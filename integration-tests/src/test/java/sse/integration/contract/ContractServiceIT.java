package sse.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.integration.contract.ContractHarness.StreamRequest;

/**
 * The cases of {@code sse-contract-tests}, for those who cannot build its harness: what it sends, through the same
 * service, and what must come back.
 */
@Timeout(60)
class ContractServiceIT {
    private static final String BOM = "\uFEFF";

    private ContractHarness harness;

    @BeforeEach
    void start() throws Exception {
        harness = ContractHarness.start();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private static JsonObject parameters() {
        return new JsonObject();
    }

    /** Parameters with the shortest delay. */
    private static JsonObject atOnce() {
        JsonObject parameters = parameters();
        parameters.addProperty("initialDelayMs", 0);
        return parameters;
    }

    private void assertEvent(String type, String data, String id) throws InterruptedException {
        JsonObject event = harness.await("event").getAsJsonObject("event");
        assertThat(event.get("data").getAsString()).isEqualTo(data);
        assertThat(event.get("type").getAsString()).isEqualTo(type);
        assertThat(event.get("id").getAsString()).isEqualTo(id);
    }

    private void assertEvents(List<String> events) throws InterruptedException {
        for (String event : events) {
            String[] parts = event.split("\\|", -1);
            assertEvent(parts[0], parts[1], parts[2]);
        }
    }

    private static Arguments parsing(String name, List<String> chunks, String... events) {
        return Arguments.of(name, chunks, List.of(events));
    }

    static Stream<Arguments> parsingCases() {
        return Stream.of(
                parsing("one-line message in one chunk", List.of("data: Hello\n\n"), "message|Hello|"),
                parsing("one-line message in two chunks", List.of("data: Hel", "lo\n\n"), "message|Hello|"),
                parsing(
                        "two one-line messages in one chunk",
                        List.of("data: Hello\n\ndata: World\n\n"),
                        "message|Hello|",
                        "message|World|"),
                parsing(
                        "one two-line message in one chunk",
                        List.of("data: Hello\ndata:World\n\n"),
                        "message|Hello\nWorld|"),
                parsing("empty data", List.of("data:\n\n"), "message||"),
                parsing("event with specific type", List.of("event: greeting\ndata: Hello\n\n"), "greeting|Hello|"),
                parsing("event with ID", List.of("id: abc\ndata: Hello\n\n"), "message|Hello|abc"),
                parsing(
                        "event with type and ID",
                        List.of("event: greeting\nid: abc\ndata: Hello\n\n"),
                        "greeting|Hello|abc"),
                parsing(
                        "ID field is ignored if it contains a null",
                        List.of("id: a\0bc\ndata: Hello\n\n"),
                        "message|Hello|"),
                parsing(
                        "last ID persists if not overridden by later event",
                        List.of("id: abc\ndata: first\n\n", "data: second\n\n"),
                        "message|first|abc",
                        "message|second|abc"),
                parsing(
                        "last ID can be overridden by an empty value",
                        List.of("id: abc\ndata: first\n\n", "id: \ndata: second\n\n"),
                        "message|first|abc",
                        "message|second|"),
                parsing(
                        "fields in reverse order",
                        List.of("data: Hello\nid: abc\nevent: greeting\n\n"),
                        "greeting|Hello|abc"),
                parsing(
                        "unknown field is ignored",
                        List.of("event: greeting\ncolor: blue\ndata: Hello\n\n"),
                        "greeting|Hello|"),
                parsing("fields without leading space", List.of("event:greeting\ndata:Hello\n\n"), "greeting|Hello|"),
                parsing(
                        "fields with extra leading space",
                        List.of("event:  greeting\ndata:  Hello\n\n"),
                        " greeting| Hello|"),
                parsing("field with no colon", List.of("data\n\ndata\ndata\n\n"), "message||", "message|\n|"),
                parsing("multi-byte characters", List.of("data: €豆腐\n\n"), "message|€豆腐|"),
                parsing("BOM at start of stream is stripped", List.of(BOM + "data: Hello\n\n"), "message|Hello|"),
                parsing(
                        "BOM stripped before first event with type and ID",
                        List.of(BOM + "event: greeting\nid: abc\ndata: Hello\n\n"),
                        "greeting|Hello|abc"),
                parsing(
                        "BOM stripped with multiple messages",
                        List.of(BOM + "data: First\n\ndata: Second\n\n"),
                        "message|First|",
                        "message|Second|"),
                parsing(
                        "BOM only stripped at stream start, not from later data",
                        List.of("data: First\n\n", "data: " + BOM + "Second\n\n"),
                        "message|First|",
                        "message|" + BOM + "Second|"),
                parsing(
                        "only first BOM at start is stripped",
                        List.of(BOM + "data: " + BOM + "Hello\n\n"),
                        "message|" + BOM + "Hello|"),
                parsing(
                        "BOM with multi-line data",
                        List.of(BOM + "data: Line1\ndata: Line2\n\n"),
                        "message|Line1\nLine2|"),
                parsing("BOM does not affect empty data field", List.of(BOM + "data:\n\n"), "message||"),
                parsing(
                        "CRLF where CR is end of 1 chunk",
                        List.of("data: Hello\r", "\ndata: World\r", "\n\r\ndata: OK\r", "\n", "\r", "\n"),
                        "message|Hello\nWorld|",
                        "message|OK|"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parsingCases")
    void parses(String name, List<String> chunks, List<String> events) throws Exception {
        harness.open(parameters());
        harness.send(chunks.toArray(String[]::new));

        assertEvents(events);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: €豆腐\n\n", BOM + "data: €豆腐\n\n"})
    void parsesCharactersInSingleBytes(String text) throws Exception {
        harness.open(parameters());
        harness.sendInChunks(text.getBytes(StandardCharsets.UTF_8), 1);

        assertEvent("message", "€豆腐", "");
    }

    static Stream<Arguments> lineEnds() {
        return Stream.of("\n", "\r\n", "\r")
                .flatMap(end -> Stream.of(1, 2, 1000)
                        .flatMap(size -> Stream.of(
                                Arguments.of(end, size, "data: event 1|", List.of("message|event 1|")),
                                Arguments.of(
                                        end,
                                        size,
                                        "data: event 1||data: event 2 line 1|data: event 2 line 2|",
                                        List.of("message|event 1|", "message|event 2 line 1\nevent 2 line 2|")),
                                Arguments.of(
                                        end,
                                        size,
                                        "data:|data: line2|data: line3|",
                                        List.of("message|\nline2\nline3|")),
                                Arguments.of(
                                        end,
                                        size,
                                        "data: line1|data:|data: line3|",
                                        List.of("message|line1\n\nline3|")),
                                Arguments.of(
                                        end,
                                        size,
                                        "data: event 1|||data: event 2|",
                                        List.of("message|event 1|", "message|event 2|")),
                                Arguments.of(
                                        end,
                                        size,
                                        "data: event 1||||data: event 2|",
                                        List.of("message|event 1|", "message|event 2|")))));
    }

    @ParameterizedTest
    @MethodSource("lineEnds")
    void parsesEveryLineEnd(String end, int chunk, String lines, List<String> events) throws Exception {
        harness.open(parameters());
        harness.sendInChunks((lines + "|").replace("|", end).getBytes(StandardCharsets.UTF_8), chunk);

        assertEvents(events);
    }

    @Test
    void keepsOrderOfManyEvents() throws Exception {
        harness.open(parameters());
        StringBuilder stream = new StringBuilder();
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            stream.append("data: message ").append(i).append("\n\n");
            events.add("message|message " + i + "|");
        }
        harness.send(stream.toString());

        assertEvents(events);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 128, 512, 1023, 1024, 1025, 2048, 3999, 4094, 4096, 4098, 6144, 8189, 8192, 8195, 12_288, 16_384,
                32_768, 65_536, 262_144, 1_048_576
            })
    void deliversPayloadsOfEverySize(int size) throws Exception {
        harness.open(parameters());
        harness.send("data: " + "x".repeat(size) + "\n\n");

        assertEvent("message", "x".repeat(size), "");
    }

    @Nested
    class Comments {
        @Test
        void areReportedAtOnce() throws Exception {
            harness.open(parameters());
            for (String comment : List.of("Hello", "World")) {
                harness.send(":" + comment + "\n");
                assertThat(harness.await("comment").get("comment").getAsString())
                        .isEqualTo(comment);
            }
        }

        @Test
        void areReportedAroundEvents() throws Exception {
            harness.open(parameters());
            harness.send(BOM + ":before\n", "data: Hello\n\n", ":after\n");

            assertThat(harness.await("comment").get("comment").getAsString()).isEqualTo("before");
            assertEvent("message", "Hello", "");
            assertThat(harness.await("comment").get("comment").getAsString()).isEqualTo("after");
        }
    }

    @Nested
    class Requests {
        @Test
        void haveDefaultMethodAndFields() throws Exception {
            StreamRequest request = harness.open(parameters());

            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.headers().get("Accept")).containsExactly("text/event-stream");
            assertThat(request.headers().get("Cache-Control")).containsExactly("no-cache");
            assertThat(request.headers().containsKey("Last-Event-Id")).isFalse();
        }

        @Test
        void haveCustomFields() throws Exception {
            JsonObject headers = new JsonObject();
            headers.addProperty("header-name-1", "value-1");
            headers.addProperty("header-name-2", "value-2");
            JsonObject parameters = parameters();
            parameters.add("headers", headers);
            StreamRequest request = harness.open(parameters);

            assertThat(request.headers().getFirst("header-name-1")).isEqualTo("value-1");
            assertThat(request.headers().getFirst("header-name-2")).isEqualTo("value-2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "REPORT"})
        void haveMethodAndContent(String method) throws Exception {
            StreamRequest request = harness.open(withContent(method));

            assertThat(request.method()).isEqualTo(method);
            assertThat(request.headers().get("Content-Type")).containsExactly("application/json; charset=utf-8");
            assertThat(request.body()).isEqualTo("{\"hello\": \"world\"}");
        }

        @Test
        void haveInitialLastEventId() throws Exception {
            JsonObject parameters = parameters();
            parameters.addProperty("lastEventId", "abc");

            assertThat(harness.open(parameters).headers().get("Last-Event-Id")).containsExactly("abc");
        }
    }

    @Nested
    class Refusals {
        /** More requests than redirects are followed. */
        private static final int REQUESTS = 10;

        @ParameterizedTest
        @ValueSource(ints = {301, 307})
        void areFollowedToLocation(int status) throws Exception {
            harness.refuse(status, Optional.of("/stream/moved"));
            assertThat(harness.open(parameters()).path()).isEqualTo("/stream");
            assertThat(harness.awaitRequest().path()).isEqualTo("/stream/moved");
            harness.send("data: hello\n\n");

            assertEvent("message", "hello", "");
        }

        @ParameterizedTest
        @CsvSource({"301, ''", "301,", "307, ''", "307,"})
        void areReportedWithoutLocation(int status, @Nullable String location) throws Exception {
            for (int i = 0; i < REQUESTS; i++) {
                harness.refuse(status, Optional.ofNullable(location));
            }
            harness.open(parameters());

            assertThat(harness.await("error").get("error").getAsString()).contains("status must be 200: " + status);
        }

        @Test
        void endSourceAfter204() throws Exception {
            harness.refuse(204, Optional.empty());
            harness.open(atOnce());

            assertThat(harness.await("error").get("error").getAsString()).contains("COMPLETED");
        }
    }

    private static JsonObject withContent(String method) {
        JsonObject headers = new JsonObject();
        headers.addProperty("content-type", "application/json; charset=utf-8");
        JsonObject parameters = atOnce();
        parameters.add("headers", headers);
        parameters.addProperty("method", method);
        parameters.addProperty("body", "{\"hello\": \"world\"}");
        return parameters;
    }

    @Nested
    class Reconnecting {
        @Test
        void restartsWhenTold() throws Exception {
            harness.open(atOnce());
            harness.send("id: abc\ndata: Hello\n\n");
            assertEvent("message", "Hello", "abc");

            assertThat(harness.command("restart")).isEqualTo(204);
            assertThat(harness.awaitRequest().headers().get("Last-Event-Id")).containsExactly("abc");
            harness.send("data: Thanks\n\n");
            assertEvent("message", "Thanks", "abc");
        }

        @Test
        void sendsLastEventId() throws Exception {
            assertThat(harness.open(atOnce()).headers().containsKey("Last-Event-Id"))
                    .isFalse();
            harness.send("id: abc\ndata: Hello\n\n");
            assertEvent("message", "Hello", "abc");
            harness.breakConnection();

            assertThat(harness.awaitRequest().headers().get("Last-Event-Id")).containsExactly("abc");
        }

        @Test
        void sendsIdOfLastEventThatHadOne() throws Exception {
            harness.open(atOnce());
            harness.send("id: abc\ndata: Hello\n\n", "data: World\n\n");
            assertEvent("message", "Hello", "abc");
            assertEvent("message", "World", "abc");
            harness.breakConnection();

            assertThat(harness.awaitRequest().headers().get("Last-Event-Id")).containsExactly("abc");
        }

        @Test
        void sendsNoIdThatWasReset() throws Exception {
            harness.open(atOnce());
            harness.send("id: abc\ndata: Hello\n\n", "id: \ndata: World\n\n");
            assertEvent("message", "Hello", "abc");
            assertEvent("message", "World", "");
            harness.breakConnection();

            assertThat(harness.awaitRequest().headers().containsKey("Last-Event-Id"))
                    .isFalse();
        }

        @Test
        void discardsPartialMessage() throws Exception {
            harness.open(atOnce());
            harness.send("id: abc\ndata: Hello\n\nid: def\ndata: Goodbye");
            assertEvent("message", "Hello", "abc");
            harness.breakConnection();
            harness.await("error");
            harness.awaitRequest();
            harness.send("data: We meet again\n\n");

            assertEvent("message", "We meet again", "abc");
        }

        @Test
        void resendsContent() throws Exception {
            harness.open(withContent("POST"));
            harness.breakConnection();
            StreamRequest again = harness.awaitRequest();

            assertThat(again.method()).isEqualTo("POST");
            assertThat(again.body()).isEqualTo("{\"hello\": \"world\"}");
        }

        @Test
        void reportsReadTimeout() throws Exception {
            JsonObject parameters = atOnce();
            parameters.addProperty("readTimeoutMs", 500);
            harness.open(parameters);
            harness.send("data: Hello\n\n");
            assertEvent("message", "Hello", "");

            assertThat(harness.await("error").get("error").getAsString()).contains("IDLE");
            harness.awaitRequest();
        }
    }

    @Nested
    class Service {
        @Test
        void namesCapabilities() throws Exception {
            List<String> capabilities = new ArrayList<>();
            harness.status().getAsJsonArray("capabilities").forEach(name -> capabilities.add(name.getAsString()));

            assertThat(capabilities).isEqualTo(ContractService.CAPABILITIES);
        }

        @Test
        void closesStreamOnce() throws Exception {
            harness.open(parameters());

            assertThat(harness.closeStream()).isEqualTo(204);
            assertThat(harness.closeStream()).isEqualTo(404);
        }

        @Test
        void rejectsUnknownCommands() throws Exception {
            harness.open(parameters());

            assertThat(harness.command("listen")).isEqualTo(400);
            assertThat(harness.command("\"")).isEqualTo(400);
            assertThat(harness.create("{}")).isEqualTo(400);
            assertThat(harness.create("[")).isEqualTo(400);
        }

        @Test
        void numbersCallsInOrder() throws Exception {
            harness.open(parameters());
            harness.send("data: a\n\n:b\ndata: c\n\n");

            assertThat(harness.await("event").get("number").getAsString()).isEqualTo("1");
            assertThat(harness.await("comment").get("number").getAsString()).isEqualTo("2");
            assertThat(harness.await("event").get("number").getAsString()).isEqualTo("3");
        }
    }
}
