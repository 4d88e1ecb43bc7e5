package sse.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Compression;
import sse.api.CompressionStatistics;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.ResumePointPolicy;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/** Clients that ask for gzip receive each event of a compressed stream before the next one is published. */
@Timeout(120)
class GzipClientsIT {
    private static final StreamOptions GZIP = StreamOptions.builder()
            .compression(Compression.GZIP)
            .resumePoints(ResumePointPolicy.NEVER)
            .build();
    private static final int EVENTS = 40;

    static Stream<Arguments> readersAndTransports() {
        return Arrays.stream(GzipReader.values())
                .flatMap(reader -> Stream.of("nio", "jdkhttp").map(transport -> Arguments.of(reader, transport)));
    }

    @ParameterizedTest
    @MethodSource("readersAndTransports")
    void receivesEachEventAtOnce(GzipReader reader, String transport) throws Exception {
        Optional<String> missing = reader.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        Topic topic = Topic.builder().build();
        BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (SseServer server = SseServer.builder().transport(transport).port(0).stream("/", GZIP, stream -> {
                    opened.add(stream);
                    topic.subscribe(stream);
                })
                .start()) {
            AutoCloseable client = reader.start(URI.create("http://localhost:" + server.port() + "/"), received);
            try (client) {
                Waiting.until("the client is subscribed", () -> topic.subscribers() == 1 || !received.isEmpty());
                assertThat(received)
                        .as("what the client says before anything is published")
                        .isEmpty();
                EventStream stream = opened.take();
                publish(topic, 0, received);
                // It is compressed for this client: there is no other yet.
                Waiting.until("bytes are compressed", () -> compressed(server).bytesBefore() > 0);
                receiveBesideAnother(server, stream, topic, received);

                stream.close();

                assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(GzipReader.END);
            }
        }
    }

    /** Another client joins the compression of the topic, and the first one is sent events of its own, too. */
    private static void receiveBesideAnother(
            SseServer server, EventStream stream, Topic topic, BlockingQueue<String> received) throws Exception {
        try (TestStream other = TestClient.to(server)
                .withHeader("Accept-Encoding", "gzip")
                .connect("/")
                .ignoreUnread()) {
            assertThat(other.headers().first("Content-Encoding")).contains("gzip");
            Waiting.until("both are subscribed", () -> topic.subscribers() == 2);
            for (int i = 1; i < EVENTS; i++) {
                if (i % 15 == 14) {
                    stream.send(Event.of("of its own " + i));
                    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("of its own " + i);
                }
                publish(topic, i, received);
            }
            assertThat(compressed(server).bytesAfter())
                    .isPositive()
                    .isLessThan(compressed(server).bytesBefore());
        }
    }

    private static CompressionStatistics compressed(SseServer server) {
        return server.statistics().compression();
    }

    private static void publish(Topic topic, int number, BlockingQueue<String> received) throws InterruptedException {
        topic.publish(Event.of(data(number)));
        assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(data(number));
    }

    private static String data(int number) {
        return "{\"price\":17,\"n\":" + number + "}";
    }
}
