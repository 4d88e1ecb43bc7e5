package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Response;
import sse.api.spi.Exchange;
import sse.api.spi.HttpLimits;
import sse.nio.fixtures.Harness;
import sse.nio.fixtures.OpenStream;
import sse.nio.internal.channel.LoopChannel;

/** What a connection does when its peer does nothing: ten seconds for a request, 75 for the next one or a response. */
class DeadlineTest {
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String DATE = "Date: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String ASKING =
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CONTENT = "1\r\na\r\n0\r\n\r\n";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration ALMOST_REQUEST_TIMEOUT =
            HttpLimits.defaults().requestTimeout().minus(SECOND);
    private static final Duration ALMOST_IDLE_TIMEOUT =
            HttpLimits.defaults().idleTimeout().minus(SECOND);

    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    private Harness harness;
    private HeldConnection connection;

    @BeforeEach
    void start() throws Exception {
        harness = new Harness(exchanges::add);
        connection = new HeldConnection(harness);
    }

    @AfterEach
    void stop() throws IOException {
        connection.close();
        harness.close();
    }

    @Test
    void resetsIfContinueAndResponseAreNotRead() throws Exception {
        connection.sendWhileFull(ASKING);
        assertThat(connection.waitsForRoom()).isTrue();
        connection.send(CONTENT);
        answer(Response.of(204));
        assertClosedAfter(ALMOST_IDLE_TIMEOUT);
    }

    @Test
    void resetsIfContinueAndRejectionAreNotRead() throws Exception {
        connection.sendWhileFull(ASKING);
        connection.send("no chunk\r\n");
        assertClosedAfter(ALMOST_IDLE_TIMEOUT);
    }

    @Test
    void keepsRequestTimeoutWhileContinueIsUnread() throws Exception {
        connection.sendWhileFull(ASKING);
        connection.advance(ALMOST_REQUEST_TIMEOUT);
        connection.drain();
        connection.stepWhileFull();
        assertThat(connection.waitsForRoom()).isTrue();
        connection.advance(SECOND.multipliedBy(2));
        connection.drain();
        connection.step();
        assertThat(connection.client.readAll())
                .matches(CONTINUE + "HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\n" + DATE
                        + "Content-Length: 26\r\nConnection: close\r\n\r\nthe request took too long\n");
    }

    @Test
    void waitsForCoreWithoutTimeout() throws Exception {
        connection.sendWhileFull(ASKING);
        connection.send(CONTENT);
        connection.drain();
        connection.stepWhileFull();
        assertThat(connection.waitsForRoom()).isTrue();
        connection.advance(Duration.ofHours(1));
        answer(Response.of(204));
        connection.drain();
        connection.step();
        assertThat(connection.client.readHead()).isEqualTo(CONTINUE);
        assertThat(connection.client.readHead()).matches("HTTP/1.1 204 No Content\r\n" + DATE + "\r\n");
        assertClosedAfter(ALMOST_IDLE_TIMEOUT);
    }

    @Test
    void sendsContinueBeforeHeadOfStream() throws Exception {
        connection.sendWhileFull(ASKING.replace("Host: a", "Host: a\r\nConnection: close"));
        connection.send(CONTENT);
        BlockingQueue<OpenStream> streams = new LinkedBlockingQueue<>();
        harness.onLane(() -> streams.add(new OpenStream(exchanges.remove())));
        OpenStream stream = streams.remove();
        ByteBuffer event = US_ASCII.encode("data: a\n\n");
        harness.onLane(() -> assertThat(stream.connection.write(event)).isZero());
        connection.drain();
        connection.step();
        assertThat(stream.nextCall()).isEqualTo("writable");
        harness.onLane(() -> assertThat(stream.connection.write(event)).isEqualTo(9));
        harness.onLane(stream.connection::finish);
        assertThat(connection.client.readAll())
                .matches(CONTINUE + "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n" + DATE
                        + "\r\n9\r\ndata: a\n\n\r\n0\r\n\r\n");
        assertClosedAfter(LoopChannel.LINGER_TIMEOUT.minus(SECOND));
    }

    @Test
    void renewsTimeoutOfResponseThatIsRead() throws Exception {
        connection.sendWhileFull(GET);
        answer(Response.of("a/b", new byte[1024 * 1024]));
        connection.advance(ALMOST_IDLE_TIMEOUT);
        connection.drain();
        connection.step();
        assertClosedWhileFullAfter(ALMOST_IDLE_TIMEOUT);
    }

    /** As a kernel that reports room only when it has much. */
    @Test
    void renewsTimeoutThoughRoomIsNotReported() throws Exception {
        connection.sendWhileFull(GET);
        answer(Response.of("a/b", new byte[1024 * 1024]));
        connection.advance(ALMOST_IDLE_TIMEOUT);
        connection.drain();
        connection.advance(SECOND.multipliedBy(2));
        assertThat(connection.isOpen()).isTrue();
        assertClosedWhileFullAfter(ALMOST_IDLE_TIMEOUT.minus(SECOND));
    }

    @Test
    void keepsRequestWhileProcessIsStopped() throws Exception {
        connection.send("GET / HT");
        connection.advance(ALMOST_REQUEST_TIMEOUT.dividedBy(2));
        harness.ticker.advanceStopped(Duration.ofHours(1));
        harness.onLane(() -> {});
        connection.send("TP/1.1\r\nHost: a\r\n\r\n");
        assertThat(exchanges).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void lingersForBoundedTime(String method) throws Exception {
        connection.send(method + " / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        answer(Response.of(204));
        assertThat(connection.client.readAll())
                .matches("HTTP/1.1 204 No Content\r\n" + DATE + "Connection: close\r\n\r\n");
        assertClosedAfter(LoopChannel.LINGER_TIMEOUT.minus(SECOND));
    }

    private void answer(Response response) throws InterruptedException {
        harness.onLane(() -> exchanges.remove().respond(response));
    }

    private void assertClosedAfter(Duration almost) throws InterruptedException {
        connection.advance(almost);
        assertThat(connection.isOpen()).isTrue();
        connection.advance(SECOND.multipliedBy(2));
        assertThat(connection.isOpen()).isFalse();
    }

    private void assertClosedWhileFullAfter(Duration almost) throws InterruptedException {
        connection.advanceWhileFull(almost);
        assertThat(connection.isOpen()).isTrue();
        connection.advanceWhileFull(SECOND.multipliedBy(2));
        assertThat(connection.isOpen()).isFalse();
    }
}
