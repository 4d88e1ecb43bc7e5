package sse.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.examples.fixtures.Waiting;

class SimulatedSubscribersTest {
    private static final int SOME = 250;

    private final Queue<EventStream> opened = new ConcurrentLinkedQueue<>();
    private final SimulatedSubscribers subscribers = new SimulatedSubscribers("/numbers", () -> "7");
    private SseServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = SseServer.builder().port(0).stream("/numbers", opened::add).start();
        subscribers.start(server.port());
    }

    @AfterEach
    void close() {
        subscribers.close();
        Waiting.until("all leave", () -> server.openStreams() == 0);
        server.close();
    }

    @Test
    void connectWithLastEventIdAndLeave() {
        assertThat(subscribers.add(SOME)).isTrue();
        Waiting.until("some come", () -> opened.size() == SOME);
        assertThat(opened).allMatch(stream -> stream.lastEventId().equals(Optional.of("7")));
        assertThat(subscribers.add(50)).isTrue();
        Waiting.until("more come", () -> server.openStreams() == SOME + 50);
        subscribers.removeAll();
        Waiting.until("all leave", () -> server.openStreams() == 0);
        assertThat(subscribers.wanted()).isZero();
    }

    @Test
    void reconnectWhenStreamEnds() {
        subscribers.add(SOME);
        Waiting.until("some come", () -> opened.size() == SOME);
        opened.forEach(EventStream::close);
        Waiting.until("all come back", () -> opened.size() == 2 * SOME && server.openStreams() == SOME);
    }

    @Test
    void refusesMoreThanLimit() {
        assertThat(subscribers.add(8_001)).isFalse();
        assertThat(subscribers.wanted()).isZero();
        assertThat(subscribers.bound()).contains("simulated subscribers");
    }
}
