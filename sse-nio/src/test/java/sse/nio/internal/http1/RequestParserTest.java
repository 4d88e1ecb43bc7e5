package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.spi.HttpLimits;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.Persistence;
import sse.testkit.internal.contract.RawRequest;

class RequestParserTest {
    static Stream<RawRequest> cases() {
        return RawRequest.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsRequestsWhole(RawRequest given) {
        assertThat(outcome(given.bytes())).isEqualTo(given.outcome());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsRequestsByteByByte(RawRequest given) {
        assertThat(ParserOutcome.byteByByte(RawRequest.LIMITS, given.bytes())).isEqualTo(given.outcome());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsRequestsCutAtEveryByte(RawRequest given) {
        for (int cut = 0; cut <= given.bytes().length; cut++) {
            assertThat(outcome(given.bytes(), cut)).as("cut at %d", cut).isEqualTo(given.outcome());
        }
    }

    @Test
    void readsDamagedRequestsAlikeInAnyPieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<RawRequest> cases = RawRequest.all();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = cases.get(random.nextInt(cases.size())).bytes().clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : '\r');
            }
            int first = random.nextInt(bytes.length);
            int second = first + random.nextInt(bytes.length - first);
            assertThat(outcome(bytes, first, second))
                    .as("seed %d, round %d, cut at %d and %d", seed, round, first, second)
                    .isEqualTo(outcome(bytes));
        }
    }

    @Test
    void keepsFieldsInOrder() throws HttpRejection {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        parser.parse(bytes("GET / HTTP/1.1\r\nhost: a\r\nB:  c \t\r\nb: \r\nX: \u00e9\r\n\r\n"));
        assertThat(parser.head().headers()).hasToString("host:a\nB:c\nb:\nX:\u00e9\n");
    }

    @ParameterizedTest
    @CsvSource({"-1, GET", "0, GET", "1, 414"})
    void limitsTheRequestLine(int beyond, String outcome) {
        HttpLimits limits = limits(64, 256, 0);
        String target = "/" + "x".repeat(64 + beyond - "GET / HTTP/1.1".length());
        String request = "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(outcome(limits, request)).startsWith(outcome);
    }

    @ParameterizedTest
    @CsvSource({"-1, GET", "0, GET", "1, 431"})
    void limitsFieldsTogether(int beyond, String outcome) {
        HttpLimits limits = limits(64, 256, 0);
        String fields = "Host: a\r\nB: c\r\n";
        String last = "D: " + "x".repeat(256 + beyond - fields.length() - "D: \r\n".length()) + "\r\n";
        assertThat(outcome(limits, "GET / HTTP/1.1\r\n" + fields + last + "\r\n"))
                .startsWith(outcome);
    }

    @ParameterizedTest
    @CsvSource({"-1, POST", "0, POST", "1, 413"})
    void limitsContentByItsLength(int beyond, String outcome) {
        String content = "x".repeat(100 + beyond);
        String request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
        assertThat(outcome(limits(64, 256, 100), request)).startsWith(outcome);
    }

    @ParameterizedTest
    @CsvSource({"-1, POST", "0, POST", "1, 413"})
    void limitsContentOfManyChunks(int beyond, String outcome) {
        String request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\nx\r\n".repeat(100 + beyond) + "0\r\n\r\n";
        assertThat(outcome(limits(64, 256, 100), request)).startsWith(outcome);
    }

    @ParameterizedTest
    @CsvSource({"-1, POST", "0, POST", "1, 400"})
    void limitsChunkExtensionsTogether(int beyond, String outcome) {
        String chunks = "1;abcde\r\nx\r\n".repeat(42) + "1;" + "a".repeat(3 + beyond) + "\r\nx\r\n0\r\n\r\n";
        String request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
        assertThat(outcome(limits(64, 256, 100), request)).startsWith(outcome);
    }

    @ParameterizedTest
    @CsvSource({"-1, POST", "0, POST", "1, 431"})
    void limitsTrailerFieldsTogether(int beyond, String outcome) {
        String trailers = "A: b\r\n".repeat(10) + "C:" + "d".repeat(192 + beyond) + "\r\n";
        String request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + trailers + "\r\n";
        assertThat(outcome(limits(64, 256, 100), request)).startsWith(outcome);
    }

    @Test
    void ignoresLineEndsBeforeRequest() throws HttpRejection {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        parser.parse(bytes("\r\n\r"));
        assertThat(parser.isBegun()).isFalse();
        parser.parse(bytes("\nG"));
        assertThat(parser.isBegun()).isTrue();
    }

    @Test
    void awaitsContinueOnceAndBeforeContent() throws HttpRejection {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        parser.parse(bytes(head));
        assertThat(parser.takeContinue()).isTrue();
        assertThat(parser.takeContinue()).isFalse();
        parser.reset();
        parser.parse(bytes(head + "a"));
        assertThat(parser.takeContinue()).isFalse();
        parser.reset();
        parser.parse(bytes(head.replace("HTTP/1.1", "HTTP/1.0")));
        assertThat(parser.takeContinue()).isFalse();
        parser.reset();
        parser.parse(bytes(head.replace("Length: 3", "Length: 0")));
        assertThat(parser.takeContinue()).isFalse();
        parser.reset();
        parser.parse(bytes(head.replace("Content-Length: 3", "Transfer-Encoding: chunked") + "3"));
        assertThat(parser.takeContinue()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/large, 20, complete", "/large, 21, 413", "/, 5, complete", "/, 6, 413"})
    void limitsContentByHead(String target, int length, String outcome) {
        for (String field : new String[] {"Content-Length: " + length, "Transfer-Encoding: chunked"}) {
            RequestParser parser =
                    new RequestParser(limits(64, 256, 10), head -> head.target().equals("/large") ? 20 : 5, false);
            String head = "POST " + target + " HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n";
            String content = field.startsWith("C")
                    ? "x".repeat(length)
                    : "1\r\nx\r\n".repeat(length - 1) + "1\r\nx\r\n0\r\n\r\n";

            assertThat(outcomeOf(parser, head + content)).isEqualTo(outcome);
        }
    }

    private static String outcomeOf(RequestParser parser, String request) {
        try {
            return parser.parse(bytes(request)) ? "complete" : "more";
        } catch (HttpRejection rejection) {
            return Integer.toString(rejection.status());
        }
    }

    @Test
    void rejectsChunkBySizeAlone() {
        RequestParser parser = new RequestParser(limits(64, 256, 100), head -> 10, false);
        String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(outcomeOf(parser, head + "a\r\n0123456789\r\n")).isEqualTo("more");
        assertThat(outcomeOf(parser, "1\r\n")).isEqualTo("413");
    }

    @Test
    void limitsATrailerFieldBeforeItsEnd() {
        String request =
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "A: b\r\n".repeat(10);
        HttpLimits limits = limits(64, 256, 100);
        assertThat(outcome(limits, request + "C:" + "d".repeat(192))).isEqualTo("more");
        assertThat(outcome(limits, request + "C:" + "d".repeat(193))).isEqualTo("431");
    }

    @Test
    void takesAuthorityOfTargetForHost() throws HttpRejection {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        parser.parse(bytes("GET http://b:1/c HTTP/1.1\r\nA: 1\r\nHost: a\r\nB: 2\r\n\r\n"));
        assertThat(parser.head().headers()).hasToString("A:1\nHost:b:1\nB:2\n");
        assertThat(parser.head().target()).isEqualTo("http://b:1/c");
        parser.reset();
        parser.parse(bytes("GET http://b HTTP/1.0\r\n\r\n"));
        assertThat(parser.head().headers()).hasToString("Host:b\n");
    }

    /** The answer to a rejected request may depend on an origin that follows the byte that broke a rule. */
    @Nested
    class OriginOfRejected {
        private static final String LONG = "GET /" + "x".repeat(80) + " HTTP/1.1\r\n";
        private static final String END = "Host: a\r\nOrigin: https://a.example\r\nB: c\r\n\r\n";

        @ParameterizedTest
        @CsvSource({
            "414, 'GET /%s HTTP/1.1~'",
            "501, '%s / HTTP/1.1~'",
            "400, 'GET /# HTTP/1.1~'",
            "505, 'GET / HTTP/2.0~'",
            "431, 'GET / HTTP/1.1~X: %s%s%s%s~'",
            "400, 'GET / HTTP/1.1~X Y: 1~'",
            "417, 'GET / HTTP/1.1~Expect: a~'",
            "413, 'POST / HTTP/1.1~Content-Length: 999~'",
        })
        void isReadAtEverySplit(int status, String start) {
            String request = start.replace("%s", "x".repeat(80)).replace("~", "\r\n") + END;
            for (int cut = 0; cut < request.length(); cut++) {
                assertThat(outcomeOf(request.substring(0, cut), request.substring(cut)))
                        .isEqualTo(status + " https://a.example");
            }
        }

        @Test
        void isSoughtNoFurtherThanHead() {
            assertThat(outcomeOf(LONG + "Host: a\r\n\r\nOrigin: https://a.example\r\n\r\n"))
                    .isEqualTo("414 none");
            assertThat(outcomeOf(LONG + "Host: a\r\n")).isEqualTo("more");
        }

        @Test
        void isSoughtWithinLimits() {
            assertThat(outcomeOf("GET /" + "x".repeat(60 + 64 + 256))).isEqualTo("more");
            assertThat(outcomeOf("GET /" + "x".repeat(61 + 64 + 256))).isEqualTo("414 none");
            assertThat(outcomeOf(LONG + "A: " + "x".repeat(600) + "\r\n" + END)).isEqualTo("414 none");
        }

        @Test
        void isNotSoughtBehindBrokenLine() {
            assertThat(outcomeOf("GET /\n" + END)).isEqualTo("400 none");
            assertThat(outcomeOf("GET /\rx" + END)).isEqualTo("400 none");
        }

        @Test
        void isForgottenOnReset() throws HttpRejection {
            RequestParser parser = new RequestParser(limits(64, 256, 100), head -> 100, true);
            assertThat(parser.parse(bytes(LONG))).isFalse();
            assertThat(parser.isBegun()).isTrue();
            parser.reset();
            assertThat(parser.isBegun()).isFalse();
            assertThat(parser.parse(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))).isTrue();
        }

        private String outcomeOf(String... pieces) {
            RequestParser parser = new RequestParser(limits(64, 256, 100), head -> 100, true);
            try {
                boolean complete = false;
                for (String piece : pieces) {
                    complete = parser.parse(bytes(piece));
                }
                return complete ? "complete" : "more";
            } catch (HttpRejection rejection) {
                return rejection.status() + " "
                        + parser.knownHeaders().first("Origin").orElse("none");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256, 257, 511, 512, 513, 6000})
    void readsLinesOfAnyLengthWithinTheLimit(int length) {
        String target = "/" + "x".repeat(length - "GET / HTTP/1.1".length());
        assertThat(outcome(HttpLimits.defaults(), "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .isEqualTo("GET " + target + " []");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20", "a%02%A0", "%0a", "a:80", "[::1]:80"})
    void acceptsEveryKindOfHost(String host) {
        assertThat(outcome(HttpLimits.defaults(), "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .isEqualTo("GET / []");
    }

    @Test
    void namesBrokenRuleOfLine() {
        assertThatExceptionOfType(HttpRejection.class)
                .isThrownBy(() -> new RequestParser(HttpLimits.defaults()).parse(bytes("GET /\n")))
                .withMessage("an LF must follow a CR");
        assertThatExceptionOfType(HttpRejection.class)
                .isThrownBy(() -> new RequestParser(HttpLimits.defaults()).parse(bytes("GET /\0")))
                .withMessage("a line must not have control characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP",
                "GET / HTTP/1.1\r",
                "GET / HTTP/1.1\r\nHost: b\r\nConnection: clo",
                "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 9\r\n\r\nab",
                "POST / HTTP/1.1\r\nHost: b\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n5",
                "POST / HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "POST / HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde",
                "POST / HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nTrailer: c"
            })
    void discardsIncompleteRequestOnReset(String begun) throws HttpRejection {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        assertThat(parser.parse(bytes(begun))).isFalse();
        parser.reset();
        assertThat(parser.isBegun()).isFalse();
        assertThat(parser.takeContinue()).isFalse();

        String chunked =
                "PUT /next HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + "Expect: 100-continue\r\n\r\n";
        assertThat(parser.parse(bytes(chunked))).isFalse();
        assertThat(parser.takeContinue()).isTrue();
        assertThat(parser.parse(bytes("3\r\nxyz\r\n0\r\n\r\n"))).isTrue();
        assertThat(parser.head().method()).isEqualTo("PUT");
        assertThat(parser.head().target()).isEqualTo("/next");
        assertThat(parser.head().headers()).hasToString("Host:a\nTransfer-Encoding:chunked\nExpect:100-continue\n");
        assertThat(parser.head().persistence()).isEqualTo(Persistence.KEEP_ALIVE);
        assertThat(parser.takeBody()).isEqualTo("xyz".getBytes(ISO_8859_1));
        assertThat(parser.takeBody()).isEmpty();
    }

    @Test
    void knowsHeadAfterRequestLine() throws HttpRejection {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        parser.parse(bytes("HEAD / HTTP/1.1\r"));
        assertThat(parser.isHead()).isFalse();
        parser.parse(bytes("\n"));
        assertThat(parser.isHead()).isTrue();
        parser.reset();
        assertThat(parser.isHead()).isFalse();
        parser.parse(bytes("GET / HTTP/1.1\r\n"));
        assertThat(parser.isHead()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 | X: y                             | KEEP_ALIVE",
                "HTTP/1.1 | Connection: close                | CLOSE",
                "HTTP/1.1 | Connection: CLOSE                | CLOSE",
                "HTTP/1.1 | Connection: a, close ,b          | CLOSE",
                "HTTP/1.1 | Connection: keep-alive, close    | CLOSE",
                "HTTP/1.1 | Connection: closed               | KEEP_ALIVE",
                "HTTP/1.1 | connection: keep-alive           | KEEP_ALIVE",
                "HTTP/1.0 | X: y                             | CLOSE",
                "HTTP/1.0 | Connection: Keep-Alive           | KEEP_ALIVE_HTTP10",
                "HTTP/1.0 | Connection: a,keep-alive         | KEEP_ALIVE_HTTP10",
                "HTTP/1.0 | Connection: keep-alive, close    | CLOSE",
                "HTTP/1.5 | X: y                             | KEEP_ALIVE",
            })
    void decidesPersistence(String version, String field, Persistence persistence) throws HttpRejection {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        parser.parse(bytes("GET / " + version + "\r\nHost: a\r\n" + field + "\r\n\r\n"));
        assertThat(parser.head().persistence()).isEqualTo(persistence);
    }

    private static HttpLimits limits(int requestLine, int header, int body) {
        HttpLimits defaults = HttpLimits.defaults();
        return HttpLimits.builder()
                .requestLineBytes(requestLine)
                .headerBytes(header)
                .bodyBytes(body)
                .requestTimeout(defaults.requestTimeout())
                .idleTimeout(defaults.idleTimeout())
                .build();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static String outcome(byte[] bytes, int... cuts) {
        return ParserOutcome.of(RawRequest.LIMITS, bytes, cuts);
    }

    private static String outcome(HttpLimits limits, String text) {
        return ParserOutcome.of(limits, text.getBytes(ISO_8859_1));
    }
}
