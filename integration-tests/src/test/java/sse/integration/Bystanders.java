package sse.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.Event;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.Topic;
import sse.testkit.ReceivedEvent;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/**
 * Healthy clients of a topic to which a number is published every few milliseconds, while something goes wrong beside them. Each reads on a thread of its own
 * and checks that it gets every number, in order.
 */
final class Bystanders implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final Duration PERIOD = Duration.ofMillis(5);
    private static final String PATH = "/bystanders";
    private static final Event END = Event.of("end", "");

    private final Topic topic = Topic.builder().build();
    private final List<Client> clients = new ArrayList<>();

    // Guarded by this.
    private long published;
    private boolean ended;

    // Confined to the test's thread.
    private Optional<Ticker.Task> publishing = Optional.empty();

    /** Adds the topic's route to a server. */
    void serveBy(SseServer.Builder server) {
        server.stream(PATH, StreamOptions.defaults().withHeartbeat(Duration.ofMillis(200)), topic);
    }

    /** Connects, and begins to publish. */
    void begin(TestClient server) {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(server.connect(PATH), i));
        }
        Waiting.until("bystanders subscribe", () -> topic.subscribers() == CLIENTS);
        clients.forEach(client -> client.thread.start());
        publishing = Optional.of(Ticker.system().every(PERIOD, this::publishNext));
    }

    /** Waits until each of them has got so many more events. */
    void awaitMore(int events) {
        for (Client client : clients) {
            long goal = client.received.get() + events;
            Waiting.until("bystanders get events", () -> client.received.get() >= goal || client.seenAll.isDone());
        }
    }

    /** Publishes no more, waits until they have got everything there was, and leaves. */
    void endAfterEveryEvent() {
        long all = publishEnd();
        for (Client client : clients) {
            assertThat(client.seenAll.join()).isEqualTo(all);
        }
        clients.forEach(client -> client.stream.close());
        Waiting.until("bystanders unsubscribe", () -> topic.subscribers() == 0);
    }

    /** Leaves, whatever was seen. */
    @Override
    public void close() {
        publishing.ifPresent(Ticker.Task::cancel);
        clients.forEach(client -> client.stream.reset());
    }

    private synchronized void publishNext() {
        if (!ended) {
            topic.publish(Event.of(Long.toString(published++)));
        }
    }

    private synchronized long publishEnd() {
        ended = true;
        topic.publish(END);
        return published;
    }

    private static final class Client {
        private final TestStream stream;
        private final Thread thread;
        private final AtomicLong received = new AtomicLong();
        private final CompletableFuture<Long> seenAll = new CompletableFuture<>();

        Client(TestStream stream, int number) {
            this.stream = stream;
            thread = new Thread(this::read, "bystander-" + number);
        }

        private void read() {
            try {
                while (true) {
                    ReceivedEvent event = stream.nextEvent();
                    if (event.type().equals(END.type().orElseThrow())) {
                        break;
                    }
                    assertThat(event.data()).isEqualTo(Long.toString(received.getAndIncrement()));
                }
                seenAll.complete(received.get());
            } catch (RuntimeException | Error failure) {
                seenAll.completeExceptionally(failure);
            }
        }
    }
}
