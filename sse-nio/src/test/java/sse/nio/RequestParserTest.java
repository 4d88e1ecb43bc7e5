package sse.nio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.spi.HttpLimits;
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
        int[] cuts = new int[given.bytes().length];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i;
        }
        assertThat(outcome(given.bytes(), cuts)).isEqualTo(given.outcome());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsRequestsCutAtEveryByte(RawRequest given) {
        for (int cut = 0; cut <= given.bytes().length; cut++) {
            assertThat(outcome(given.bytes(), cut)).as("cut at %d", cut).isEqualTo(given.outcome());
        }
    }

    @Test
    void saysTheSameOfDamagedRequestsWhereverTheyAreCut() {
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
    void keepsFieldsInOrderAsTheyWereSent() throws RequestException {
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
    void limitsTheFieldsTogether(int beyond, String outcome) {
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
    void tellsBegunRequestsFromLineEndsBeforeThem() throws RequestException {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        parser.parse(bytes("\r\n\r"));
        assertThat(parser.isBegun()).isFalse();
        parser.parse(bytes("\nG"));
        assertThat(parser.isBegun()).isTrue();
    }

    @Test
    void asksForContentOnceAndOnlyBeforeItComes() throws RequestException {
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
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 | X: y                             | KEEP",
                "HTTP/1.1 | Connection: close                | CLOSE",
                "HTTP/1.1 | Connection: CLOSE                | CLOSE",
                "HTTP/1.1 | Connection: a, close ,b          | CLOSE",
                "HTTP/1.1 | Connection: keep-alive, close    | CLOSE",
                "HTTP/1.1 | Connection: closed               | KEEP",
                "HTTP/1.1 | connection: keep-alive           | KEEP",
                "HTTP/1.0 | X: y                             | CLOSE",
                "HTTP/1.0 | Connection: Keep-Alive           | KEEP_AS_ASKED",
                "HTTP/1.0 | Connection: a,keep-alive         | KEEP_AS_ASKED",
                "HTTP/1.0 | Connection: keep-alive, close    | CLOSE",
                "HTTP/1.5 | X: y                             | KEEP",
            })
    void findsOutWhetherTheConnectionPersists(String version, String field, Persistence persistence)
            throws RequestException {
        RequestParser parser = new RequestParser(HttpLimits.defaults());
        parser.parse(bytes("GET / " + version + "\r\nHost: a\r\n" + field + "\r\n\r\n"));
        assertThat(parser.head().persistence()).isEqualTo(persistence);
    }

    private static HttpLimits limits(int requestLine, int header, int body) {
        HttpLimits defaults = HttpLimits.defaults();
        return new HttpLimits(requestLine, header, body, defaults.requestTimeout(), defaults.idleTimeout());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static String outcome(byte[] bytes, int... cuts) {
        return outcome(RawRequest.LIMITS, bytes, cuts);
    }

    private static String outcome(HttpLimits limits, String text) {
        return outcome(limits, text.getBytes(ISO_8859_1));
    }

    /** Gives the parser one piece after the other and tells what it made of them, as the file of cases does. */
    private static String outcome(HttpLimits limits, byte[] bytes, int... cuts) {
        RequestParser parser = new RequestParser(limits);
        List<String> outcome = new ArrayList<>();
        boolean pending = false;
        boolean closed = false;
        try {
            for (int i = 0; i <= cuts.length; i++) {
                int start = i == 0 ? 0 : cuts[i - 1];
                int end = i == cuts.length ? bytes.length : cuts[i];
                ByteBuffer piece = ByteBuffer.wrap(bytes, start, end - start);
                while (!closed && piece.hasRemaining()) {
                    pending = !parser.parse(piece);
                    if (!pending) {
                        RequestHead head = parser.head();
                        closed = head.persistence() == Persistence.CLOSE;
                        String content = new String(parser.takeBody(), ISO_8859_1);
                        outcome.add(head.method() + " " + head.target() + " [" + content + "]");
                        parser.reset();
                    }
                }
            }
        } catch (RequestException broken) {
            outcome.add(String.valueOf(broken.status()));
            return String.join(" ", outcome);
        }
        if (pending) {
            outcome.add("more");
        }
        return String.join(" ", outcome);
    }
}
