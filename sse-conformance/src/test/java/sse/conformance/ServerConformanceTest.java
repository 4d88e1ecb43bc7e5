package sse.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.conformance.CaseResult.Outcome;
import sse.conformance.internal.server.Checks;

@Timeout(60)
class ServerConformanceTest {
    private static final String CONTENT =
            ": hello\nretry: 1000\nid: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: c\n\n";

    /** A server that does all right. */
    private static String answer(String head) {
        if (head.contains("/gone")) {
            return "HTTP/1.1 204 No Content\r\n\r\n";
        }
        if (!head.startsWith("GET ") && !head.startsWith("HEAD ")) {
            return "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\nContent-Length: 0\r\n\r\n";
        }
        boolean old = head.contains(" HTTP/1.0\r\n");
        if (!old && !head.contains("\r\nHost: ")) {
            return "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        }
        if (head.contains("Accept: application/json")) {
            return "HTTP/1.1 406 Not Acceptable\r\nContent-Length: 0\r\n\r\n";
        }
        String open = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                + "Access-Control-Allow-Origin: *\r\n";
        String content = head.contains("Last-Event-ID: 1") ? CONTENT.replaceFirst("(?s)id: 1.*?\n\n", "\n") : CONTENT;
        if (head.startsWith("HEAD ")) {
            return open + "\r\n";
        }
        return old
                ? open + "\r\n" + content
                : open + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(content.length()) + "\r\n" + content
                        + "\r\n";
    }

    private static Map<String, CaseResult> run(UnaryOperator<String> change) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(change)) {
            Map<String, CaseResult> bad = new TreeMap<>();
            check(server).run().stream()
                    .filter(result -> result.outcome() != Outcome.PASSED)
                    .forEach(result -> bad.put(result.name(), result));
            return bad;
        }
    }

    private static ServerConformance check(ScriptedServer server) {
        return ServerConformance.of(server.uri())
                .withGone(server.uri().resolve("/gone"))
                .withTimeout(Duration.ofSeconds(5))
                .withListening(Duration.ofMillis(300));
    }

    private static Arguments fault(UnaryOperator<String> server, String result) {
        return Arguments.of(server, result);
    }

    private static UnaryOperator<String> replacing(String regex, String replacement) {
        return head -> answer(head).replaceFirst(regex, replacement);
    }

    /** A server that answers some requests in another way. */
    private static UnaryOperator<String> answering(String requests, String answer) {
        return head -> head.matches("(?s).*(" + requests + ").*") ? answer : answer(head);
    }

    static Stream<Arguments> faults() {
        String ok = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
        return Stream.of(
                fault(
                        replacing("text/event-stream", "text/plain"),
                        "FAILED a stream is answered 200 with its type: expected 200 with Content-Type:"
                                + " text/event-stream, got 200 with Content-Type: text/plain"),
                fault(
                        replacing("200 OK", "201 Created"),
                        "FAILED a stream is answered 200 with its type: expected 200 with Content-Type:"
                                + " text/event-stream, got 201 with Content-Type: text/event-stream"),
                fault(
                        replacing("text/event-stream", "text/event-stream; Charset=\"ISO-8859-1\""),
                        "FAILED the type names no charset but UTF-8: expected charset=utf-8 or none, got"
                                + " text/event-stream; Charset=\"ISO-8859-1\""),
                fault(
                        replacing("no-cache", "max-age=1"),
                        "WARNED a stream is not stored by caches: expected Cache-Control with no-cache or no-store,"
                                + " got \"max-age=1\""),
                fault(
                        replacing("Cache-Control", "Content-Encoding: gzip\r\nCache-Control"),
                        "FAILED a stream is not coded for clients that accept no coding: expected no Content-Encoding,"
                                + " got gzip"),
                fault(
                        answering("Accept: \\*/\\*", "HTTP/1.1 406 No\r\n\r\n"),
                        "WARNED a stream opens whatever is accepted: expected 200 with Content-Type: text/event-stream,"
                                + " got 406"),
                fault(
                        head -> head.contains("\r\nAccept") ? answer(head) : "HTTP/1.1 406 No\r\n\r\n",
                        "WARNED a stream opens without Accept: expected 200 with Content-Type: text/event-stream, got"
                                + " 406"),
                fault(
                        answering("application/json", ok),
                        "WARNED a stream does not open where only JSON is accepted: expected 406 or content of another"
                                + " type, got 200 with Content-Type: text/event-stream"),
                fault(
                        replacing("Origin: \\*", "Origin: a, b"),
                        "FAILED an allowed origin is the one that asked: expected one origin,"
                                + " https://conformance.example or *, got a, b"),
                fault(
                        replacing("chunked\r\n", "chunked\r\nContent-Length: 5\r\n"),
                        "FAILED the content is framed as announced: expected Transfer-Encoding or Content-Length, got"
                                + " both"),
                fault(
                        replacing("\r\n\r\n[0-9a-f]+\r\n", "\r\n\r\nxyz\r\n"),
                        "FAILED the content is framed as announced: expected the size of a chunk, got \"xyz\""),
                fault(
                        replacing("data: a", "data: \u00FF"),
                        "FAILED a stream is UTF-8: expected UTF-8, got other bytes"),
                fault(
                        replacing("data: a", "dota: a"),
                        "WARNED a stream has no fields but those of the standard: expected event, data, id, retry or a"
                                + " comment, got the line \"dota: a\""),
                fault(
                        replacing("id: 2", "id: \0"),
                        "WARNED an id has no NUL: expected an id without NUL, got \"id: \\0\""),
                fault(
                        replacing("retry: 1000", "retry: 1.00"),
                        "WARNED a reconnection time is of ASCII digits: expected digits, got \"retry: 1.00\""),
                fault(
                        replacing("hello\n", "hello\r"),
                        "WARNED lines end in LF or CR LF: expected LF or CR LF, got a lone CR, which many clients do"
                                + " not take for a line end"),
                fault(replacing("id: 2", "id: 1"), "WARNED ids are unique: expected ids that differ, got [1, 1, 3]"),
                fault(
                        head -> head.startsWith("HEAD") ? answer(head) + "x" : answer(head),
                        "FAILED HEAD is answered without content: expected no content after the head of 200 with"
                                + " Content-Type: text/event-stream, got some"),
                fault(
                        answering("^CONFORM", ok),
                        "WARNED an unknown method is not answered as GET: expected 405 or 501, got 200 with"
                                + " Content-Type: text/event-stream"),
                fault(
                        replacing("Allow: GET, HEAD\r\n", ""),
                        "FAILED 405 names the methods there are: expected Allow in the answer 405 to DELETE, got none"),
                fault(
                        replacing("400 Bad", "200 Bad"),
                        "FAILED a request without Host is refused: expected 400, got 200"),
                fault(
                        head -> answer(head.replace("HTTP/1.0\r\n", "HTTP/1.1\r\nHost: a\r\n")),
                        "FAILED no chunks are sent to HTTP/1.0: expected no Transfer-Encoding, got chunked"),
                fault(
                        replacing("204 No Content\r\n", "204 No Content\r\nContent-Length: 0\r\n"),
                        "FAILED 204 keeps a client away, without content: expected neither Content-Length nor"
                                + " Transfer-Encoding, got one"),
                fault(
                        replacing("204 No", "200 No"),
                        "FAILED 204 keeps a client away, without content: expected 204, got 200"),
                fault(
                        answering("conformance-unknown", "HTTP/1.1 400 No\r\n\r\n"),
                        "WARNED a stream opens for an unknown Last-Event-ID: expected 200 with Content-Type:"
                                + " text/event-stream, got 400"),
                fault(
                        answering("Last-Event-ID: \u00C3\u00BC\u00E2\u0082\u00AC\r\n", "HTTP/1.1 400 No\r\n\r\n"),
                        "WARNED a stream opens for a Last-Event-ID beyond ASCII: expected 200 with Content-Type:"
                                + " text/event-stream, got 400"),
                fault(
                        answering("Last-Event-ID: \r\n", "HTTP/1.1 400 No\r\n\r\n"),
                        "WARNED a stream opens for an empty Last-Event-ID: expected 200 with Content-Type:"
                                + " text/event-stream, got 400"),
                fault(
                        head -> answer(head.replace("Last-Event-ID: 1", "X: 1")),
                        "WARNED the event of the Last-Event-ID is not repeated: expected events after 1, got it again:"
                                + " [1, 2, 3]"),
                fault(
                        head -> head.contains("Last-Event-ID: 1")
                                ? answer(head).replace("id: 2\ndata: b\n\n", ": skipped skip\n")
                                : answer(head),
                        "WARNED a stream continues with the event after the Last-Event-ID: expected 2 after 1, got 3"));
    }

    @Test
    void passesAServerThatDoesAllRight() throws Exception {
        assertThat(run(ServerConformanceTest::answer)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesWhatAServerDoesWrong(UnaryOperator<String> server, String result) throws Exception {
        String name = result.replaceFirst("[A-Z]+ (.*?): .*", "$1");
        ServerCase tested = Cases.server().stream()
                .filter(serverCase -> serverCase.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (ScriptedServer scripted = ScriptedServer.start(server)) {
            assertThat(check(scripted).run(tested)).hasToString(result);
        }
    }

    @Test
    void skipsWhatAServerDoesNotOffer() throws Exception {
        Map<String, CaseResult> skipped = run(head -> answer(head)
                .replace("Access-Control-Allow-Origin: *\r\n", "")
                .replaceFirst("(?s)[0-9a-f]+\r\n: hello.*", ""));

        assertThat(skipped.values()).extracting(CaseResult::outcome).containsOnly(Outcome.SKIPPED);
        assertThat(skipped)
                .containsOnlyKeys(
                        "an allowed origin is the one that asked",
                        "a stream is UTF-8",
                        "a stream has no fields but those of the standard",
                        "an id has no NUL",
                        "a reconnection time is of ASCII digits",
                        "lines end in LF or CR LF",
                        "ids are unique",
                        "the event of the Last-Event-ID is not repeated",
                        "a stream continues with the event after the Last-Event-ID");
    }

    @Test
    void fallsBackToFailureWithoutAnswers() throws Exception {
        List<String> expected = Cases.server().stream()
                .map(tested -> (tested.level() == Level.MUST ? "FAILED " : "WARNED ") + tested.name()
                        + ": expected an answer, got java.io.IOException:"
                        + " response must begin with a status line of HTTP/1.1")
                .toList();

        assertThat(run(head -> "nonsense\r\n\r\n").values())
                .extracting(CaseResult::toString)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void hasACheckForEachCase() {
        List<String> names = Cases.server().stream().map(ServerCase::name).toList();
        names.forEach(name -> assertThat(Checks.of(name)).isNotNull());

        assertThat(new HashSet<>(names)).hasSameSizeAs(names).hasSize(Checks.size());
    }

    @Test
    void rejectsOtherUris() {
        assertThatThrownBy(() -> ServerConformance.of(URI.create("ftp://a/")))
                .hasMessage("stream must be of scheme http or https, with a host: ftp://a/");
        ServerConformance server = ServerConformance.of(URI.create("http://a/"));
        assertThatThrownBy(() -> server.withTimeout(Duration.ZERO))
                .hasMessage("limit must be from 1 ms to an hour: PT0S");
    }
}
