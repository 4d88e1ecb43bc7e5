package sse.benchmarks.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sse.api.MessageEvent;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/** What the load benchmark relies on, whatever the server. */
abstract class BroadcastServerContract {
    private static final int CLIENTS = 3;
    private static final int EVENTS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    abstract BroadcastServer newServer() throws IOException;

    boolean sendsIds() {
        return true;
    }

    @Test
    void sendsEveryEventInOrderToEveryStream() throws IOException {
        try (BroadcastServer server = newServer()) {
            TestClient client = clientOf(server.start());
            server.broadcast(0, "without subscribers");
            var streams = new ArrayList<TestStream>();
            for (int i = 0; i < CLIENTS; i++) {
                streams.add(client.connect("/events"));
            }
            awaitStreams(server, CLIENTS);
            for (long sequence = 1; sequence <= EVENTS; sequence++) {
                server.broadcast(sequence, data(sequence));
            }
            for (TestStream stream : streams) {
                assertThat(stream.nextEvents(EVENTS)).isEqualTo(everyEvent());
                stream.close();
            }
        }
    }

    @Test
    void releasesClosedStream() throws IOException {
        try (BroadcastServer server = newServer()) {
            TestClient client = clientOf(server.start());
            TestStream leaves = client.connect("/events");
            try (TestStream stays = client.connect("/events")) {
                awaitStreams(server, 2);
                leaves.reset();
                long deadline = System.nanoTime() + LIMIT.toNanos();
                for (long sequence = 1; server.streams() != 1; sequence++) {
                    assertThat(deadline - System.nanoTime()).isPositive();
                    server.broadcast(sequence, data(sequence));
                    assertThat(stays.nextEvent().data()).isEqualTo(data(sequence));
                }
            }
        }
    }

    private static TestClient clientOf(int port) {
        return TestClient.to(URI.create("http://localhost:" + port)).withTimeout(LIMIT);
    }

    private static void awaitStreams(BroadcastServer server, int count) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (server.streams() != count) {
            assertThat(deadline - System.nanoTime())
                    .as("streams: %d", server.streams())
                    .isPositive();
            Thread.yield();
        }
    }

    private List<MessageEvent> everyEvent() {
        return LongStream.rangeClosed(1, EVENTS)
                .mapToObj(sequence -> {
                    String id = sendsIds() ? Long.toString(sequence) : "";
                    return MessageEvent.of("message", data(sequence), id);
                })
                .toList();
    }

    private static String data(long sequence) {
        return "{\"sequence\":" + sequence + "}";
    }
}
