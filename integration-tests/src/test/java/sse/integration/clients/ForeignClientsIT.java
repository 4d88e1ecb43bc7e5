package sse.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.Waiting;

/**
 * Clients of other projects hand to their users the events that were published, and nothing for what a stream sends
 * besides: its first bytes, heartbeats, the reconnection time at its end.
 */
@Timeout(300)
class ForeignClientsIT {
    private static final StreamOptions BEATS_OFTEN =
            StreamOptions.builder().heartbeat(Duration.ofMillis(100)).build();
    private static final int HEARTBEATS = 5;
    private static final int HEARTBEAT_BYTES = ":\n".length();

    static Stream<Arguments> clientsAndTransports() {
        return Arrays.stream(ForeignClient.values())
                .flatMap(client -> Stream.of("nio", "jdkhttp").map(transport -> Arguments.of(client, transport)));
    }

    @ParameterizedTest
    @MethodSource("clientsAndTransports")
    void receivesEventsOnly(ForeignClient client, String transport) throws Exception {
        assumeInstalled(client);
        Topic topic = Topic.builder().build();
        topic.publish(event(0)); // So that there is an id to resume from.
        SseServer server = serve(transport, topic);
        try (Program program = client.start(uri(server))) {
            Waiting.until("the client is subscribed", () -> topic.subscribers() == 1);
            awaitHeartbeats(server);
            for (int i = 1; i <= 3; i++) {
                topic.publish(event(i));
                program.awaitLine("event " + quotedData(i));
                awaitHeartbeats(server);
            }

            List<String> events = List.of("event {\"n\":1}", "event {\"n\":2}", "event {\"n\":3}");
            assertThat(linesOf(program)).as(program.output()).isEqualTo(events);

            server.close();

            program.awaitLine("end");
            assertThat(linesOf(program)).as(program.output()).isEqualTo(whole(events, client));
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @MethodSource("clientsAndTransports")
    void receivesNothingOfStreamWithoutEvents(ForeignClient client, String transport) throws Exception {
        assumeInstalled(client);
        Topic topic = Topic.builder().build();
        SseServer server = serve(transport, topic);
        try (Program program = client.start(uri(server))) {
            Waiting.until("the client is subscribed", () -> topic.subscribers() == 1);
            awaitHeartbeats(server);

            assertThat(linesOf(program)).as(program.output()).isEmpty();

            server.close();

            program.awaitLine("end");
            assertThat(linesOf(program)).as(program.output()).isEqualTo(whole(List.of(), client));
        } finally {
            server.close();
        }
    }

    private static void assumeInstalled(ForeignClient client) throws Exception {
        Optional<String> missing = client.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    private static SseServer serve(String transport, Topic topic) throws Exception {
        return SseServer.builder()
                .transport(transport)
                .port(0)
                .reconnectDelay(Duration.ofMillis(100), Duration.ofMillis(200))
                .stream("/", BEATS_OFTEN, topic)
                .start();
    }

    private static URI uri(SseServer server) {
        return URI.create("http://localhost:" + server.port() + "/");
    }

    private static Event event(int number) {
        return Event.of("{\"n\":" + number + "}");
    }

    private static String quotedData(int number) {
        return "\\{\"n\":" + number + "}";
    }

    private static void awaitHeartbeats(SseServer server) {
        long before = server.statistics().sentBytes();
        Waiting.until(
                HEARTBEATS + " heartbeats are sent",
                () -> server.statistics().sentBytes() >= before + HEARTBEATS * HEARTBEAT_BYTES);
        assertThat(server.openStreams()).isEqualTo(1);
    }

    /** Returns what a program has printed, without the log lines of its client. */
    private static List<String> linesOf(Program program) {
        return program.output()
                .lines()
                .filter(line -> line.startsWith("event") || line.equals("end"))
                .toList();
    }

    private static List<String> whole(List<String> events, ForeignClient client) {
        return Stream.of(events, client.atEnd(), List.of("end"))
                .flatMap(List::stream)
                .toList();
    }
}
