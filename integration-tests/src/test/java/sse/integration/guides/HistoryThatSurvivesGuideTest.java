package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import sse.integration.fixtures.Program;
import sse.testkit.MemoryHistory;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/history-that-survives.md}. */
class HistoryThatSurvivesGuideTest {
    private final List<Event> retried = new ArrayList<>();

    @TempDir
    private Path directory;

    /** A program that keeps orders in its directory, publishes one, and prints what a client that resumes receives. */
    static final class Keeping {
        private Keeping() {}

        /**
         * Publishes an order.
         *
         * @param args the order, and the id to resume from, or none
         */
        public static void main(String... args) {
            List<Topic> kept = new ArrayList<>();
            TestServer server = TestServer.start(builder -> {
                try {
                    kept.add(keep(builder));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
            System.out.println("id " + kept.get(0).publish(Event.of(args[0])));
            if (args.length > 1) {
                TestStream client = server.client()
                        .withTimeout(Duration.ofSeconds(30))
                        .withLastEventId(args[1])
                        .connect("/orders");
                System.out.println("received " + client.nextEvent().data());
            }
            System.exit(0);
        }
    }

    private static Topic keep(SseServer.Builder builder) throws IOException {
        Hub hub = Hub.builder().history(FileHistory.open(Path.of("history"))).build();
        Topic orders = hub.topic("orders");
        builder.stream("/orders", orders);
        return orders;
    }

    @Test
    void keepsTopicInDirectory() throws Exception {
        String first;
        try (Program program = runInDirectory("one")) {
            first = program.awaitLine("id (.*)").group(1);
            assertThat(program.awaitExit()).as(program::output).isZero();
        }
        try (Program program = runInDirectory("two", first)) {
            assertThat(program.awaitLine("received (.*)").group(1)).isEqualTo("two");
        }

        assertThat(directory.resolve("history")).isDirectory();
    }

    private Program runInDirectory(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Keeping.class.getName()));
        command.addAll(List.of(arguments));
        return Program.start(new ProcessBuilder(command).directory(directory.toFile()));
    }

    @Test
    void resumesAfterRestart() throws IOException {
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
