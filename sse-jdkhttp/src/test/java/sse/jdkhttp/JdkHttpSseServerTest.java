package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;

/** The whole server on this transport. */
class JdkHttpSseServerTest {
    private static final StreamOptions BARE =
            StreamOptions.builder().noHeartbeat().noRetry().build();

    private final BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();

    @Test
    void streamsAndRespondsOnOnePath() throws Exception {
        try (SseServer server = SseServer.builder().port(0).transport("jdkhttp").stream(
                                "/", BARE, stream -> stream.send(Event.of("hello")))
                        .respond("/", request -> Response.text("ok"))
                        .start();
                RawClient plain = RawClient.connect(server.address());
                RawClient stream = RawClient.connect(server.address())) {
            plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(plain.head()).contains("http/1.1 200 ok", "content-length: 2");
            assertThat(plain.read(2)).isEqualTo("ok");
            stream.send(RawClient.STREAM_REQUEST);
            assertThat(stream.head()).contains("http/1.1 200 ok", "content-type: text/event-stream");
            assertThat(stream.readEvents("data: hello\n\n")).isEqualTo(":\ndata: hello\n\n");
        }
    }

    @Test
    void noticesByItsHeartbeatThatAClientHasLeft() throws Exception {
        StreamOptions options =
                BARE.toBuilder().heartbeat(Duration.ofMillis(10)).build();
        try (SseServer server = SseServer.builder().port(0).transport("jdkhttp").stream(
                        "/", options, stream -> stream.onClose(reasons::add))
                .start()) {
            RawClient client = RawClient.connect(server.address()).send(RawClient.STREAM_REQUEST);
            client.head();
            client.close();
            assertThat(reasons.poll(30, TimeUnit.SECONDS)).isEqualTo(CloseReason.CLIENT_GONE);
        }
    }

    @Test
    void cutsAStalledClientAtTheWriteDeadline() throws Exception {
        StreamOptions options = BARE.toBuilder()
                .writeTimeout(Duration.ofMillis(200))
                .sendQueueBytes(64 * 1024 * 1024)
                .build();
        try (SseServer server = SseServer.builder().port(0).transport("jdkhttp").stream("/", options, stream -> {
                            stream.onClose(reasons::add);
                            for (int i = 0; i < 32; i++) {
                                stream.send("x".repeat(1024 * 1024));
                            }
                        })
                        .start();
                RawClient client = RawClient.connect(server.address()).send(RawClient.STREAM_REQUEST)) {
            assertThat(reasons.poll(30, TimeUnit.SECONDS)).isEqualTo(CloseReason.TIMED_OUT);
            assertThat(TestThreads.blockedWriters()).isEmpty();
        }
    }
}
