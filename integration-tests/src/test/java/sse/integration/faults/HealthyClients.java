package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import sse.api.MessageEvent;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/**
 * Clients of a {@link NumberTopic} that a fault must not affect. Each reads on its own thread and checks that it
 * receives every number in order.
 */
final class HealthyClients implements AutoCloseable {
    private static final int CLIENTS = 4;

    private final List<Client> clients = new ArrayList<>();

    /** Connects. */
    HealthyClients(TestClient server) {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(server.connect(NumberTopic.PATH), i));
        }
    }

    /** Waits until each client has received a number of further events. */
    void awaitMore(int events) {
        for (Client client : clients) {
            int goal = client.received.get() + events;
            Waiting.until(
                    "healthy clients receive events", () -> client.received.get() >= goal || client.finished.isDone());
        }
    }

    /** Waits until each client has received the last event. */
    void awaitEnd() {
        clients.forEach(client -> client.finished.join());
    }

    /** Disconnects. */
    @Override
    public void close() {
        clients.forEach(client -> client.stream.reset());
    }

    private static final class Client {
        private final TestStream stream;
        private final AtomicInteger received = new AtomicInteger();
        private final CompletableFuture<Void> finished = new CompletableFuture<>();

        Client(TestStream stream, int number) {
            this.stream = stream;
            new Thread(this::read, "healthy-client-" + number).start();
        }

        private void read() {
            try {
                long next = -1;
                for (MessageEvent event = stream.nextEvent(); ; event = stream.nextEvent()) {
                    if (next >= 0) {
                        assertThat(event.data()).isEqualTo(Long.toString(next));
                    }
                    if (event.type().equals(NumberTopic.END)) {
                        break;
                    }
                    next = Long.parseLong(event.data()) + 1;
                    received.incrementAndGet();
                }
                finished.complete(null);
            } catch (RuntimeException | Error failure) {
                finished.completeExceptionally(failure);
            }
        }
    }
}
