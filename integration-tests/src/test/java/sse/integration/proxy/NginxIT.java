package sse.integration.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.integration.fixtures.Waiting;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/** Streams through nginx, which buffers responses by default. */
@Timeout(120)
class NginxIT {
    private static final String HTTP_1_1 = "proxy_http_version 1.1; proxy_set_header Connection \"\";";
    private static final StreamOptions BEATS_OFTEN =
            StreamOptions.builder().heartbeat(Duration.ofMillis(200)).noRetry().build();

    private static Path nginx;

    @TempDir
    private Path directory;

    private final BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

    @BeforeAll
    static void findProxy() {
        Assumptions.assumeTrue(Nginx.executable().isPresent(), "there is no nginx in /usr/sbin or on the PATH");
        nginx = Nginx.executable().orElseThrow();
    }

    /** The default protocol of this nginx to a server is HTTP/1.0. */
    static Stream<Arguments> transportsAndVersions() {
        return Stream.of("nio", "jdkhttp")
                .flatMap(transport -> Stream.of("proxy_http_version 1.0;", HTTP_1_1)
                        .map(version -> Arguments.of(transport, version)));
    }

    @ParameterizedTest
    @MethodSource("transportsAndVersions")
    void passesEventsOneByOne(String transport, String version) throws Exception {
        try (SseServer server = serve(transport);
                Nginx proxy = Nginx.before(server.port(), nginx, directory, version);
                TestStream client = TestClient.to(proxy.uri())
                        .withTimeout(Duration.ofSeconds(30))
                        .connect("/")) {
            EventStream stream = next(opened);
            for (int i = 1; i <= 5; i++) {
                // The next event is sent only after this one has arrived, so no later byte can flush it.
                stream.send("event " + i);
                assertThat(client.nextEvent().data()).isEqualTo("event " + i);
            }
            stream.close();
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    @ParameterizedTest
    @MethodSource("transportsAndVersions")
    void detectsClientDisconnect(String transport, String version) throws Exception {
        try (SseServer server = serve(transport);
                Nginx proxy = Nginx.before(server.port(), nginx, directory, version)) {
            TestStream client = TestClient.to(proxy.uri())
                    .withTimeout(Duration.ofSeconds(30))
                    .connect("/");
            next(opened).send("welcome");
            client.nextEvent();

            client.close();

            assertThat(next(closed)).isEqualTo(CloseReason.CLIENT_GONE);
            Waiting.until("the stream is gone", () -> server.openStreams() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("transportsAndVersions")
    void keepsIdleStreamOpenByHeartbeats(String transport, String version) throws Exception {
        String impatient = version + " proxy_read_timeout 1s;";
        try (SseServer server = serve(transport);
                Nginx proxy = Nginx.before(server.port(), nginx, directory, impatient);
                TestStream client = TestClient.to(proxy.uri())
                        .withTimeout(Duration.ofSeconds(30))
                        .connect("/")) {
            EventStream stream = next(opened);
            // The period is at most 200 ms, and 25 heartbeats take more than twice the proxy's read timeout.
            for (int i = 0; i < 25; i++) {
                client.nextComment();
            }
            stream.send("still here");
            assertThat(client.nextEvent().data()).isEqualTo("still here");
        }
    }

    private SseServer serve(String transport) throws Exception {
        return SseServer.builder().transport(transport).port(0).closeTimeout(Duration.ZERO).stream(
                        "/", BEATS_OFTEN, stream -> {
                            stream.onClose(closed::add);
                            opened.add(stream);
                        })
                .start();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T element = queue.poll(30, TimeUnit.SECONDS);
        assertThat(element).isNotNull();
        return element;
    }
}
