package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.api.PublishException;
import sse.api.SseServer;
import sse.api.Topic;
import sse.integration.fixtures.Waiting;
import sse.redis.RedisBackplane;
import sse.testkit.MemoryBroker;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** The code of {@code docs/guides/several-servers.md}. The tests of sse-redis run it against a server. */
class SeveralServersGuideTest {
    @Test
    void failsIfNoServerAnswers() {
        assertThatThrownBy(() -> open(SseServer.builder()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no server is a primary that answers: redis1:6379: ");
    }

    private static void open(SseServer.Builder builder) throws IOException {
        RedisBackplane backplane = RedisBackplane.builder()
                .address("redis1", 6379)
                .address("redis2", 6379)
                .hub("shop")
                .connect();
        Hub hub = Hub.builder().backplane(backplane).build();
        Topic prices = hub.topic("prices", topic -> topic.history(10_000, Duration.ofMinutes(5)));
        builder.stream("/prices", prices);
    }

    /** The broker in memory stands for Redis. */
    @Test
    @ExtendWith(ExpectedErrors.class)
    void deliversLocallyWhileBrokerIsAway() {
        MemoryBroker broker = MemoryBroker.create();
        AtomicReference<Set<EventStream>> kept = new AtomicReference<>(Set.of());
        try (Hub hub = Hub.builder().backplane(broker.connect()).build()) {
            Topic prices = hub.topic("prices");
            try (TestServer server = TestServer.start(builder -> kept.set(keepStreams(builder, prices)));
                    TestStream client = server.connect("/prices").ignoreUnread()) {
                Waiting.until("client is subscribed", () -> prices.subscribers() == 1);
                publish(prices, kept.get(), Event.of("shared"));
                MessageEvent shared = client.nextEvent();
                broker.stop();
                publish(prices, kept.get(), Event.of("local"));
                MessageEvent local = client.nextEvent();

                assertThat(shared.data()).isEqualTo("shared");
                assertThat(local.data()).isEqualTo("local");
                assertThat(local.lastEventId()).isEqualTo(shared.lastEventId());
            }
        }
    }

    private static Set<EventStream> keepStreams(SseServer.Builder builder, Topic prices) {
        Set<EventStream> streams = ConcurrentHashMap.newKeySet();
        builder.stream("/prices", stream -> {
            streams.add(stream);
            stream.onClose(reason -> streams.remove(stream));
            prices.subscribe(stream);
        });
        return streams;
    }

    private static void publish(Topic prices, Set<EventStream> streams, Event event) {
        try {
            prices.publish(event);
        } catch (PublishException away) {
            streams.forEach(stream -> stream.send(event));
        }
    }
}
