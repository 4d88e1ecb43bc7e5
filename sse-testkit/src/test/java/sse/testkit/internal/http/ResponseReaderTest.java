package sse.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Test
    void readsBodyOfFixedLengthAndNextResponse() throws IOException {
        assertReads(
                OK + "Content-Length: 3\r\nX-A: 1\r\nX-A:2\r\n\r\nabc"
                        + "HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                "200 [1, 2] abc",
                "404 [] ");
    }

    @Test
    void readsChunkedBody() throws IOException {
        assertReads(
                OK
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\nA;x=\"y\"\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n"
                        + OK + "Content-Length: 1\r\n\r\nx",
                "200 [] abc0123456789",
                "200 [] x");
    }

    @Test
    void readsBodyUpToEndOfConnection() throws IOException {
        assertReads(OK + "X-A: 1\r\n\r\nabc\r\n\r\nrest", "200 [1] abc\r\n\r\nrest");
    }

    @Test
    void readsNoBodyIfStatusForbidsIt() throws IOException {
        assertReads(
                "HTTP/1.1 204 No Content\r\n\r\n" + "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n" + OK
                        + "Content-Length: 0\r\n\r\n",
                "204 [] ",
                "304 [] ",
                "200 [] ");
    }

    @Test
    void skipsInterimResponses() throws IOException {
        assertReads("HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 1\r\n\r\nx", "200 [] x");
    }

    @Test
    void readsStatusWithoutReason() throws IOException {
        assertReads("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "200 [] ");
        assertReads("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "200 [] ");
    }

    @Test
    void skipsRestOfBodyBeforeNextHead() throws IOException {
        ResponseReader reader =
                reader(chunks(OK + "Content-Length: 3\r\n\r\nabc" + OK + "Content-Length: 0\r\n\r\n", 7));

        assertThat(head(reader).orElseThrow().status()).isEqualTo(200);
        assertThat(head(reader).orElseThrow().headers().first("Content-Length")).contains("0");
    }

    @Test
    void readsNoBodyOfResponseToHead() throws IOException {
        ResponseReader reader = reader(chunks(OK + "Content-Length: 3\r\n\r\n" + OK + "Content-Length: 0\r\n\r\n", 7));

        assertThat(reader.readHead(true, Deadline.in(Duration.ZERO))
                        .orElseThrow()
                        .status())
                .isEqualTo(200);
        assertThat(reader.readBody(new byte[9], 0, 9, Duration.ZERO)).isEqualTo(-1);
        assertThat(head(reader).orElseThrow().status()).isEqualTo(200);
    }

    @Test
    void resumesAtEveryMissingByte() throws IOException {
        String text = OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        Queue<byte[]> source = new ArrayDeque<>();
        ResponseReader reader = reader(source);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] bytes = new byte[100];
        int nothing = 0;
        Optional<ResponseHead> head = Optional.empty();
        int read = 0;

        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            source.add(new byte[] {b});
            if (head.isEmpty()) {
                head = head(reader);
            } else {
                read = reader.readBody(bytes, 0, bytes.length, Duration.ZERO);
                body.write(bytes, 0, Math.max(0, read));
                nothing += read == 0 ? 1 : 0;
            }
        }

        assertThat(body.toString(StandardCharsets.ISO_8859_1)).isEqualTo("abc");
        assertThat(read).isEqualTo(-1);
        assertThat(nothing).isPositive();
    }

    @Test
    void describesWhereConnectionEnded() {
        assertFails("", EOFException.class, "connection ended before the response");
        assertFails("HTTP/1.1 2", EOFException.class, "connection ended in the head of the response: \"HTTP/1.1 2\"");
        assertFails(
                OK + "Content-Length: 5\r\n\r\nabc",
                EOFException.class,
                "connection ended 2 bytes before the end of the body");
        assertFails(
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
                EOFException.class,
                "connection ended 2 bytes before the end of the body");
        assertFails(
                OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
                EOFException.class,
                "connection ended inside a chunked body");
    }

    @Test
    void rejectsMalformedResponses() {
        assertFails(
                "HTTP/2 200 OK\r\n\r\n",
                ProtocolException.class,
                "status line must be HTTP/1.x and a status: \"HTTP/2 200 OK\"");
        assertFails(
                "HTTP/1.1 2000\r\n\r\n",
                ProtocolException.class,
                "status line must be HTTP/1.x and a status: \"HTTP/1.1 2000\"");
        assertFails(OK + "X-A\r\n\r\n", ProtocolException.class, "header field must have a name and a colon: \"X-A\"");
        assertFails(OK + ": x\r\n\r\n", ProtocolException.class, "header field must have a name and a colon: \": x\"");
        assertFails(OK + "X A: 1\r\n\r\n", ProtocolException.class, "header name must be a token: \"X A\"");
        assertFails(
                OK + "Content-Length: x\r\n\r\n", ProtocolException.class, "Content-Length must be a number: \"x\"");
        assertFails(
                OK + "Transfer-Encoding: gzip\r\n\r\n",
                ProtocolException.class,
                "transfer coding must be chunked: \"gzip\"");
        assertFails(
                OK + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
                ProtocolException.class,
                "chunked response must not have Content-Length: \"1\"");
        assertFails(
                OK + "Transfer-Encoding: chunked\r\n\r\nx\r\n",
                ProtocolException.class,
                "chunk size must be hexadecimal: \"x\"");
        assertFails(
                OK + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
                ProtocolException.class,
                "chunk must end with its line: \"b\"");
    }

    @Test
    void rejectsHeadWithoutEnd() {
        assertFails(
                OK + "X-A: " + "x".repeat(300 * 1024), ProtocolException.class, "head must be at most 262144 bytes: ");
    }

    /** Reads all responses, split at every position and byte by byte. */
    private static void assertReads(String text, String... expected) throws IOException {
        for (int cut = 0; cut <= text.length(); cut++) {
            Queue<byte[]> source = new ArrayDeque<>();
            source.add(bytes(text.substring(0, cut)));
            source.add(bytes(text.substring(cut)));
            assertThat(readAll(reader(source), expected.length))
                    .as("cut at " + cut)
                    .containsExactly(expected);
        }
        assertThat(readAll(reader(chunks(text, 1)), expected.length)).containsExactly(expected);
    }

    private static void assertFails(String text, Class<? extends IOException> type, String message) {
        assertThatThrownBy(() -> readAll(reader(chunks(text, 1000)), 1))
                .isInstanceOf(type)
                .hasMessageStartingWith(message);
    }

    private static List<String> readAll(ResponseReader reader, int count) throws IOException {
        List<String> responses = new ArrayList<>();
        while (responses.size() < count) {
            ResponseHead head = head(reader).orElseThrow();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] bytes = new byte[4];
            for (int read = 0; read >= 0; read = reader.readBody(bytes, 0, 4, Duration.ZERO)) {
                body.write(bytes, 0, read);
            }
            responses.add(
                    head.status() + " " + head.headers().all("X-A") + " " + body.toString(StandardCharsets.ISO_8859_1));
        }
        return responses;
    }

    private static Optional<ResponseHead> head(ResponseReader reader) throws IOException {
        return reader.readHead(false, Deadline.in(Duration.ZERO));
    }

    /**
     * Returns one chunk for each read, nothing for an empty chunk, and the end after the last one unless more is added.
     */
    private static ResponseReader reader(Queue<byte[]> chunks) {
        boolean endless = chunks.isEmpty();
        return new ResponseReader((bytes, offset, length, timeout) -> {
            byte[] chunk = chunks.poll();
            while (chunk != null && chunk.length == 0) {
                chunk = chunks.poll();
            }
            if (chunk == null) {
                return endless ? 0 : -1;
            }
            int read = Math.min(length, chunk.length);
            System.arraycopy(chunk, 0, bytes, offset, read);
            if (read < chunk.length) {
                ((ArrayDeque<byte[]>) chunks).addFirst(java.util.Arrays.copyOfRange(chunk, read, chunk.length));
            }
            return read;
        });
    }

    private static Queue<byte[]> chunks(String text, int size) {
        Queue<byte[]> chunks = new ArrayDeque<>();
        chunks.add(new byte[0]);
        for (int start = 0; start < text.length(); start += size) {
            chunks.add(bytes(text.substring(start, Math.min(text.length(), start + size))));
        }
        return chunks;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
