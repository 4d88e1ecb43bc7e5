package sse.integration.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.integration.fixtures.NumberedEvents.connect;
import static sse.integration.fixtures.NumberedEvents.numbers;
import static sse.integration.fixtures.NumberedEvents.publish;
import static sse.integration.fixtures.NumberedEvents.serve;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.LagPolicy;
import sse.api.MessageEvent;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.Topic;
import sse.api.internal.topic.HubCore;
import sse.api.internal.topic.TopicConfig;
import sse.api.internal.topic.TopicCore;
import sse.api.internal.topic.TopicDefinition;
import sse.api.spi.Frame;
import sse.api.spi.Transport;
import sse.integration.fixtures.Waiting;
import sse.testkit.ManualTicker;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Retention of a topic's history, as observed by clients. */
class TopicHistoryIT {
    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void evictsDeliveredEventsWithoutHistory(Transport transport) {
        Topic topic = Topic.builder().noHistory().build();
        List<String> unheard = publish(topic, 0, 3);
        try (TestServer server = serve(transport, topic::subscribe)) {
            try (TestStream behind = connect(server.client().withLastEventId(unheard.get(1)), topic)) {
                assertThat(behind.nextEvent().type()).isEqualTo("gap");
                try (TestStream newest = connect(server.client().withLastEventId(unheard.get(2)), topic)) {
                    List<String> heard = publish(topic, 3, 6);
                    assertThat(behind.nextEvents(3))
                            .extracting(MessageEvent::data)
                            .containsExactly("3", "4", "5");
                    assertThat(newest.nextEvents(3))
                            .extracting(MessageEvent::data)
                            .containsExactly("3", "4", "5");
                    try (TestStream late = connect(server.client().withLastEventId(heard.get(0)), topic)) {
                        assertThat(late.nextEvent().type()).isEqualTo("gap");
                        publish(topic, 6, 7);
                        for (TestStream client : List.of(behind, newest, late)) {
                            assertThat(client.nextEvent().data()).isEqualTo("6");
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void holdsNoDeliveredEventWithoutHistory(Transport transport) {
        TopicConfig config = new TopicConfig(
                LagPolicy.DISCONNECT,
                GapPolicy.LIVE,
                Optional.empty(),
                0,
                TopicConfig.Resuming.DEFAULTS,
                TopicConfig.Signs.NONE,
                List.of(),
                List.of(),
                List.of());
        TopicCore topic = HubCore.ofProcess()
                .create(new TopicDefinition(Optional.empty(), Optional.empty(), Ticker.system(), config));
        StreamOptions options =
                StreamOptions.builder().heartbeat(Duration.ofMillis(80)).build();
        WeakReference<Frame> unheard = publishWeakly(topic);
        awaitGone("nobody was there", unheard);
        try (TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO).stream(
                                "/",
                                options,
                                stream -> TopicCore.subscribe(stream, List.of(topic), Optional.empty())));
                TestStream client = server.connect("/")) {
            Waiting.until("subscribed", () -> topic.subscribers() == 1);
            WeakReference<Frame> heard = publishWeakly(topic);
            assertThat(client.nextEvent().data()).isEqualTo("x");
            awaitGone("everybody has it", heard);
        }
    }

    private static WeakReference<Frame> publishWeakly(TopicCore topic) {
        return new WeakReference<>(topic.append(List.of(Event.of("x"))).get(0).frame());
    }

    private static void awaitGone(String why, WeakReference<Frame> frame) {
        Waiting.until(why, () -> {
            System.gc();
            return frame.refersTo(null);
        });
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void deliversBurstsWithoutHistory(Transport transport) {
        Topic topic = Topic.builder().noHistory().build();
        try (TestServer server = serve(transport, topic::subscribe);
                TestStream first = connect(server, topic);
                TestStream second = connect(server, topic)) {
            for (int burst = 0; burst < 20; burst++) {
                int from = burst * 500;
                topic.publishAll(
                        numbers(from, from + 500).stream().map(Event::of).toList());
                for (TestStream client : List.of(first, second)) {
                    assertThat(client.nextEvents(500))
                            .extracting(MessageEvent::data)
                            .containsExactlyElementsOf(numbers(from, from + 500));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void replaysNoExpiredEvent(Transport transport) {
        ManualTicker time = new ManualTicker();
        Topic topic = Topic.builder()
                .history(100, Duration.ofSeconds(10))
                .replayOnSubscribe(100)
                .ticker(time)
                .build();
        List<String> ids = publish(topic, 0, 3);
        time.advance(Duration.ofSeconds(10));
        ids = List.of(ids.get(2), publish(topic, 3, 5).get(0));
        time.advance(Duration.ofNanos(1));
        try (TestServer server = serve(transport, topic::subscribe);
                TestStream newcomer = connect(server, topic);
                TestStream resumed = connect(server.client().withLastEventId(ids.get(0)), topic)) {
            assertThat(newcomer.nextEvents(2)).extracting(MessageEvent::data).containsExactly("3", "4");
            assertThat(resumed.nextEvents(2)).extracting(MessageEvent::data).containsExactly("3", "4");
        }
    }
}
