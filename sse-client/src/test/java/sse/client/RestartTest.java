package sse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Topic;
import sse.testkit.ManualTicker;
import sse.testkit.TestServer;

/** A server that is restarted again and again while it publishes. */
class RestartTest {
    private static final int RESTARTS = 200;

    private final ManualTicker ticker = new ManualTicker();
    private final List<String> received = new ArrayList<>();

    @Test
    void losesAndRepeatsNothing() {
        Topic topic = Topic.builder().ticker(ticker).replayOnSubscribe(1).build();
        int published = 0;
        int port = 0;
        EventSource source = null;
        for (int restart = 0; restart <= RESTARTS; restart++) {
            topic.publish(Event.of(Integer.toString(published++)));
            try (TestServer server = start(topic, port)) {
                port = server.server().port();
                if (source == null) {
                    source = EventSource.builder(server.uri("/"))
                            .client(server.httpClient())
                            .executor(Runnable::run)
                            .ticker(ticker)
                            .onEvent(event -> received.add(event.data()))
                            .build()
                            .start();
                }
                ticker.advance(Duration.ofSeconds(60));
                assertThat(source.state()).isEqualTo(SourceState.OPEN);
                topic.publish(Event.of(Integer.toString(published++)));
            }
            topic.publish(Event.of(Integer.toString(published++)));
            ticker.advance(Duration.ofSeconds(5));
        }

        assertThat(received)
                .hasSize(3 * RESTARTS + 2)
                .isEqualTo(IntStream.range(0, 3 * RESTARTS + 2)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(source.statistics().connections()).isEqualTo(RESTARTS + 1);
    }

    private TestServer start(Topic topic, int port) {
        return TestServer.start(builder -> builder.ticker(ticker).port(port).stream("/", topic));
    }

    @Test
    void spreadsReconnects() {
        int sources = 1000;
        int[] share = new int[10];
        List<EventSource> all = new ArrayList<>();
        TestServer server = TestServer.start(builder -> builder.ticker(ticker).stream("/", stream -> {}));
        for (int i = 0; i < sources; i++) {
            all.add(EventSource.builder(server.uri("/"))
                    .client(server.httpClient())
                    .executor(Runnable::run)
                    .ticker(ticker)
                    .onEvent(event -> {})
                    .observer(new SourceObserver() {
                        @Override
                        public void onDisconnect(Disconnection disconnection, Duration delay) {
                            share[(int) Math.min(9, delay.toMillis() / 300)]++;
                        }
                    })
                    .build()
                    .start());
        }
        server.close();
        all.forEach(EventSource::close);

        // The server has said 3 s: each tenth of it has its share, give or take five standard deviations.
        for (int number : share) {
            assertThat(number).isBetween(53, 147);
        }
    }
}
