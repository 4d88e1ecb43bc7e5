package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sse.api.Event;
import sse.api.Hub;
import sse.api.PublishException;
import sse.api.SseServer;
import sse.api.Topic;
import sse.history.file.FileHistory;
import sse.history.file.Flush;
import sse.testkit.MemoryHistory;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/history-that-survives.md}. */
class HistoryThatSurvivesGuideTest {
    private final List<Event> retried = new ArrayList<>();

    @TempDir
    private Path directory;

    /** Not run: it would write to the directory of the build. */
    static void keep(SseServer.Builder builder) throws IOException {
        Hub hub = Hub.builder().history(FileHistory.open(Path.of("history"))).build();
        Topic orders = hub.topic("orders");
        builder.stream("/orders", orders);
    }

    private final KeptOrders example = HistoryThatSurvivesGuideTest::keep;

    private interface KeptOrders {
        void addTo(SseServer.Builder builder) throws IOException;
    }

    @Test
    void resumesAfterRestart() throws IOException {
        assertThat(example).isNotNull();
        String seen;
        try (Hub hub = Hub.builder().history(forcing(directory)).build()) {
            Topic orders = hub.topic("orders");
            seen = orders.publish(Event.of("one"));
            orders.publish(Event.of("two"));
        }
        try (Hub hub = Hub.builder().history(bounded(directory)).build();
                TestServer server = TestServer.start(builder -> builder.stream("/orders", hub.topic("orders")));
                TestStream client = server.client().withLastEventId(seen).connect("/orders")) {
            assertThat(client).receives("two");
        }
    }

    private static FileHistory forcing(Path directory) throws IOException {
        FileHistory history =
                FileHistory.builder(directory).flush(Flush.eachCommit()).open();
        return history;
    }

    private static FileHistory bounded(Path directory) throws IOException {
        FileHistory history = FileHistory.builder(directory)
                .maxBytes(10L << 30)
                .maxAge(Duration.ofDays(7))
                .open();
        return history;
    }

    @Test
    void reportsWhetherEventWasStored() {
        MemoryHistory history = MemoryHistory.create();
        try (Hub hub = Hub.builder().history(history).build()) {
            Topic orders = hub.topic("orders");
            history.failNextAppend(new PublishException(PublishException.Outcome.NOT_STORED, "disk is full"));

            publish(orders, Event.of("one"));

            assertThat(retried).containsExactly(Event.of("one"));
        }
    }

    private void publish(Topic orders, Event event) {
        try {
            orders.publish(event);
        } catch (PublishException failure) {
            if (failure.outcome() == PublishException.Outcome.NOT_STORED) {
                retryLater(event);
            }
        }
    }

    private void retryLater(Event event) {
        retried.add(event);
    }
}
