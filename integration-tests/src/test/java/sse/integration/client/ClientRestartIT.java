package sse.integration.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.client.EventSource;
import sse.testkit.TestServer;

/** A server that is restarted again and again under load: clients lose nothing and see nothing twice. */
class ClientRestartIT {
    private static final int RESTARTS = 200;
    private static final int CLIENTS = 3;
    private static final StreamOptions QUICK =
            StreamOptions.builder().retry(Duration.ofMillis(100)).build();

    private final Topic topic = Topic.builder().replayOnSubscribe(1).build();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicBoolean publishing = new AtomicBoolean(true);

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    @Timeout(180)
    void losesAndRepeatsNothing(Transport transport) throws Exception {
        List<BlockingQueue<Integer>> received = new ArrayList<>();
        List<EventSource> sources = new ArrayList<>();
        publish();
        TestServer server = start(transport, 0);
        int port = server.server().port();
        Thread publisher = new Thread(this::publishUntilStopped, "publisher");
        try {
            for (int i = 0; i < CLIENTS; i++) {
                BlockingQueue<Integer> events = new LinkedBlockingQueue<>();
                received.add(events);
                sources.add(connect(server.uri("/"), events));
                assertThat(events.poll(30, SECONDS)).isZero();
            }
            publisher.start();
            for (int restart = 0; restart < RESTARTS; restart++) {
                server.close();
                server = start(transport, port);
            }
            publishing.set(false);
            publisher.join();

            for (BlockingQueue<Integer> events : received) {
                for (int number = 1; number < published.get(); number++) {
                    assertThat(events.poll(30, SECONDS)).isEqualTo(number);
                }
                assertThat(events).isEmpty();
            }
        } finally {
            publishing.set(false);
            sources.forEach(EventSource::close);
            server.close();
        }
    }

    private TestServer start(Transport transport, int port) {
        return TestServer.start(
                transport,
                builder -> builder.port(port).closeTimeout(Duration.ofMillis(200)).stream("/", QUICK, topic));
    }

    private static EventSource connect(URI uri, BlockingQueue<Integer> events) {
        return EventSource.builder(uri)
                .reconnectDelay(Duration.ofMillis(10))
                .maxReconnectDelay(Duration.ofMillis(50))
                .onEvent(event -> events.add(Integer.parseInt(event.data())))
                .build()
                .start();
    }

    private void publish() {
        topic.publish(Event.of(Integer.toString(published.getAndIncrement())));
    }

    private void publishUntilStopped() {
        while (publishing.get()) {
            publish();
            try {
                Thread.sleep(5);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }
}
