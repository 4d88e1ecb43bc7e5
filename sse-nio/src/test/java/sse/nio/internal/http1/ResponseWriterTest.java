package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.http.HttpVersion;
import sse.api.spi.http.Persistence;
import sse.nio.fixtures.HandTicker;
import sse.nio.fixtures.Harness;
import sse.nio.internal.channel.ChannelContext;
import sse.nio.internal.loop.EventLoop;

class ResponseWriterTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("1994-11-06T08:49:37.999Z"));
    private final ResponseWriter writer = new ResponseWriter((InstantSource) now::get);
    private StreamFraming untilClose;
    private StreamFraming chunked;
    private StreamFraming lastChunked;

    @BeforeEach
    void createFramings() throws Exception {
        Harness harness = new Harness(exchange -> {});
        EventLoop loop = new EventLoop("test", new HandTicker(), Duration.ofSeconds(1));
        Http1Protocol protocol =
                new Http1Protocol(new ChannelContext(loop), harness.context(), scratch -> exchange -> {}, true);
        untilClose = protocol.framingFor(HttpVersion.HTTP_1_0, true);
        chunked = protocol.framingFor(HttpVersion.HTTP_1_1, true);
        lastChunked = protocol.framingFor(HttpVersion.HTTP_1_1, false);
        loop.stop();
        loop.join();
        harness.close();
    }

    @Test
    void encodesStatusFieldsDateAndContent() {
        Response response = Response.text("\u00e9").withStatus(404).withHeader("X", "\u00ff");
        assertThat(text(writer.write(response, Persistence.KEEP_ALIVE, false, ByteBuffer.allocate(1000))))
                .isEqualTo("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\nX: \u00ff\r\n"
                        + "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 2\r\n\r\n\u00c3\u00a9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Date", "content-length", "Connection", "Transfer-Encoding", "Keep-Alive"})
    void omitsFieldsOfTransport(String name) {
        Response response = Response.of(200).withHeader(name, "mine");
        assertThat(text(writer.write(response, Persistence.KEEP_ALIVE, false, ByteBuffer.allocate(1000))))
                .doesNotContain("mine");
        assertThat(streamHead(Headers.of(name, "mine"))).doesNotContain("mine");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void usesSharedBufferIfResponseFits(int missing, boolean shared) {
        Response response = Response.text("abc");
        int length = writer.write(response, Persistence.CLOSE, false, ByteBuffer.allocate(1000))
                .remaining();
        ByteBuffer buffer = ByteBuffer.allocate(length - missing);
        ByteBuffer written = writer.write(response, Persistence.CLOSE, false, buffer);
        assertThat(written == buffer).isEqualTo(shared);
        assertThat(written.remaining()).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"16384, false", "16385, true"})
    void leavesLargeContentToResponse(int length, boolean apart) {
        Response response = Response.of("a/b", new byte[length]);

        ByteBuffer written = writer.write(response, Persistence.CLOSE, false, ByteBuffer.allocate(64 * 1024));

        assertThat(ResponseWriter.isContentApart(response)).isEqualTo(apart);
        assertThat(written.remaining() > length).isNotEqualTo(apart);
        assertThat(text(written)).contains("Content-Length: " + length + "\r\n");
    }

    @Test
    void encodesDateEachSecond() {
        Headers fields = Headers.of("A", "b");
        String head = "HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\nDate: Sun, 06 Nov 1994 08:49:%s GMT\r\n\r\n";
        assertThat(streamHead(fields)).isEqualTo(String.format(head, "37"));
        now.set(Instant.parse("1994-11-06T08:49:38Z"));
        assertThat(streamHead(fields)).isEqualTo(String.format(head, "38"));
        now.set(Instant.parse("1994-11-06T08:49:36Z"));
        assertThat(streamHead(fields)).isEqualTo(String.format(head, "36"));
    }

    @Test
    void encodesHeadPerFields() {
        assertThat(streamHead(Headers.empty())).startsWith("HTTP/1.1 200 OK\r\nConnection: close\r\n");
        assertThat(streamHead(Headers.of("A", "b"))).startsWith("HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\n");
        assertThat(streamHead(Headers.of("A", "c"))).startsWith("HTTP/1.1 200 OK\r\nA: c\r\nConnection: close\r\n");
        assertThat(streamHead(Headers.empty())).startsWith("HTTP/1.1 200 OK\r\nConnection: close\r\n");
    }

    @Test
    void encodesHeadPerFraming() {
        String date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
        assertThat(text(writer.streamHead(200, Headers.empty(), chunked)))
                .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + date);
        assertThat(text(writer.streamHead(200, Headers.empty(), lastChunked)))
                .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n" + date);
        assertThat(text(writer.streamHead(200, Headers.empty(), untilClose)))
                .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n" + date);
    }

    @ParameterizedTest
    @CsvSource({
        "200, OK",
        "204, No Content",
        "302, Found",
        "405, Method Not Allowed",
        "431, Request Header Fields Too Large",
        "503, Service Unavailable",
        "299, ''",
        "399, ''",
        "499, ''",
        "599, ''"
    })
    void namesTheStatus(int status, String phrase) {
        assertThat(text(writer.write(Response.of(status), Persistence.KEEP_ALIVE, false, ByteBuffer.allocate(1000))))
                .startsWith("HTTP/1.1 " + status + " " + phrase + "\r\n");
    }

    private String streamHead(Headers fields) {
        return text(writer.streamHead(200, fields, untilClose));
    }

    private static String text(ByteBuffer bytes) {
        return ISO_8859_1.decode(bytes).toString();
    }
}
