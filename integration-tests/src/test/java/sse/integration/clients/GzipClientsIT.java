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
                        .start();
                TestStream other = TestClient.to(server)
                        .withHeader("Accept-Encoding", "gzip")
                        .connect("/")
                        .ignoreUnread();
                AutoCloseable client = reader.start(URI.create("http://localhost:" + server.port() + "/"), received)) {
            assertThat(other.status()).isEqualTo(200);
            assertThat(client).isNotNull();
            opened.take();
            Waiting.until("both are subscribed", () -> topic.subscribers() == 2 || !received.isEmpty());
            assertThat(received)
                    .as("what the client says before anything is published")
                    .isEmpty();
            EventStream stream = opened.take();
            for (int i = 0; i < EVENTS; i++) {
                if (i % 15 == 14) {
                    stream.send(Event.of("of its own " + i));
                    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("of its own " + i);
                }
                topic.publish(event(i));
                assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("{\"price\":17,\"n\":" + i + "}");
            }
            CompressionStatistics statistics = server.statistics().compression();
            assertThat(statistics.bytesAfter()).isPositive().isLessThan(statistics.bytesBefore());

            stream.close();

            assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(GzipReader.END);
        }
    }

    private static Event event(int number) {
        return Event.of("{\"price\":17,\"n\":" + number + "}");
    }
}
