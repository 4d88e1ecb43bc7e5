package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Hub;
import sse.api.SseServer;
import sse.api.Topic;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;
import sse.testkit.MemoryBroker;
import sse.testkit.MemoryHistory;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/durable-topics.md}. */
class DurableTopicsGuideTest {
    @Test
    void ownsNamedTopics() {
        List<Hub> hubs = new ArrayList<>();
        try (TestServer server = TestServer.start(builder -> hubs.add(named(builder)));
                TestStream client = server.connect("/prices")) {
            hubs.get(0).topic("prices").publish(Event.of("17"));
            assertThat(client).receives("17");
        }
    }

    private static Hub named(SseServer.Builder builder) {
        Hub hub = Hub.builder().build();
        Topic prices = hub.topic("prices", topic -> topic.history(10_000, Duration.ofMinutes(5)));
        builder.stream("/prices", prices);
        return hub;
    }

    @Test
    void resumesAfterRestart() {
        MemoryHistory history = MemoryHistory.create();
        String seen;
        try (Hub hub = open(history)) {
            Topic orders = hub.topic("orders");
            seen = orders.publish(Event.of("one"));
            orders.publish(Event.of("two"));
        }
        try (Hub hub = open(history.reopen());
                TestServer server = TestServer.start(builder -> builder.stream("/orders", hub.topic("orders")));
                TestStream client = server.client().withLastEventId(seen).connect("/orders")) {
            assertThat(client).receives("two");
        }
    }

    private static Hub open(History history) {
        Hub hub = Hub.builder().history(history).build();
        return hub;
    }

    @Test
    void sharesTopicsAmongHubs() {
        MemoryBroker broker = MemoryBroker.create();
        try (Hub one = share(broker.connect());
                Hub other = share(broker.connect());
                TestServer server = TestServer.start(builder -> builder.stream("/orders", other.topic("orders")));
                TestStream client = server.connect("/orders")) {
            one.topic("orders").publish(Event.of("one"));
            assertThat(client).receives("one");
        }
    }

    private static Hub share(Backplane backplane) {
        Hub hub = Hub.builder().backplane(backplane).build();
        return hub;
    }

    @Test
    void logsAppendedTopics() {
        List<String> log = new ArrayList<>();
        try (Hub hub = open(new LoggingHistory(MemoryHistory.create(), log::add))) {
            hub.topic("orders").publish(Event.of("one"));
        }
        assertThat(log).containsExactly("orders");
    }

    /** Passes batches on to another history, and the names of their topics to a log. */
    record LoggingHistory(History history, Consumer<String> log) implements History {
        @Override
        public CompletionStage<List<EntryId>> append(List<Publication> batch) {
            batch.forEach(publication -> log.accept(publication.topic()));
            return history.append(batch);
        }

        @Override
        public int maxBatch() {
            return history.maxBatch();
        }

        @Override
        public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
            return history.readAfter(position, limits);
        }

        @Override
        public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
            return history.readNewest(limits);
        }

        @Override
        public CompletionStage<EntryId> head() {
            return history.head();
        }

        @Override
        public CompletionStage<EntryId> tail() {
            return history.tail();
        }

        @Override
        public void close() {
            history.close();
        }
    }

    @Test
    void refusesIdsOfItsOwn() {
        try (Hub hub = open(MemoryHistory.create())) {
            Topic orders = hub.topic("orders");
            assertThatThrownBy(() -> orders.publish(Event.of("one").withId("7")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
