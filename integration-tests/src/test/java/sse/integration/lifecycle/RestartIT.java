package sse.integration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.MessageEvent;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.fixtures.Waiting;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/**
 * Repeated restarts of a server over one topic. Publishers continue meanwhile and clients reconnect: each receives
 * every event once, and the events of one publisher in order.
 */
class RestartIT {
    private static final int CLIENTS = 300;
    private static final int PUBLISHERS = 2;
    private static final int RESTARTS = 4;
    private static final int BURST = 50;
    /** While the server runs, while it closes, while it is down, and while clients reconnect. */
    private static final int BURSTS = 4;

    private static final int EVENTS_EACH = RESTARTS * BURSTS * BURST;

    /** Long enough for busy machines: no stream is cut. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(60);

    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final Topic topic = Topic.builder().build();
    private final String start = topic.publish(Event.of("start"));
    private final int[] published = new int[PUBLISHERS];
    private volatile TestServer server;

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void replaysTheHistoryAfterRestart(Transport transport) throws Exception {
        server = start(transport);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + PUBLISHERS);
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> new Client().follow()));
            }
            for (int i = 0; i < RESTARTS; i++) {
                Waiting.until("all clients are subscribed", () -> topic.subscribers() == CLIENTS);
                restart(transport, threads);
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
            server.close();
        }
        assertThat(published).containsOnly(EVENTS_EACH);
    }

    private void restart(Transport transport, ExecutorService threads) throws Exception {
        await(publish(threads));
        List<Future<?>> whileItCloses = publish(threads);
        server.close();
        await(whileItCloses);
        await(publish(threads));
        server = start(transport);
        await(publish(threads));
    }

    private TestServer start(Transport transport) {
        return TestServer.start(transport, builder -> builder.closeTimeout(CLOSE_TIMEOUT).stream("/", topic));
    }

    /** Starts one burst of each publisher. */
    private List<Future<?>> publish(ExecutorService threads) {
        List<Future<?>> bursts = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            int publisher = i;
            bursts.add(threads.submit(() -> IntStream.range(0, BURST)
                    .forEach(next -> topic.publish(Event.of(publisher + ":" + published[publisher]++)))));
        }
        return bursts;
    }

    private static void await(List<Future<?>> bursts) throws Exception {
        for (Future<?> burst : bursts) {
            burst.get();
        }
    }

    /** Reconnects at the end of each stream until every event has been received. */
    private final class Client {
        private final int[] nextOf = new int[PUBLISHERS];
        private String lastEventId = start;

        void follow() {
            while (!isComplete()) {
                connect().ifPresentOrElse(this::read, () -> LockSupport.parkNanos(PAUSE_NANOS));
            }
        }

        /** Returns empty if the connection is refused, or closed without a response by a closing server. */
        private Optional<TestStream> connect() {
            TestClient client = server.client().withTimeout(Duration.ofSeconds(60));
            try {
                return Optional.of(
                        client.withLastEventId(lastEventId).connect("/").ignoreUnread());
            } catch (UncheckedIOException refused) {
                return Optional.empty();
            } catch (AssertionError failure) {
                if (failure.getCause() instanceof IOException) {
                    return Optional.empty();
                }
                throw failure;
            }
        }

        private void read(TestStream stream) {
            try (stream) {
                assertThat(stream.status()).isEqualTo(200);
                while (!isComplete()) {
                    Optional<MessageEvent> event = next(stream);
                    if (event.isEmpty()) {
                        return;
                    }
                    check(event.get());
                }
            }
        }

        private boolean isComplete() {
            return IntStream.of(nextOf).sum() == PUBLISHERS * EVENTS_EACH;
        }

        private void check(MessageEvent event) {
            lastEventId = event.lastEventId();
            String[] data = event.data().split(":");
            assertThat(event.type()).as(event.toString()).isEqualTo("message");
            assertThat(Integer.parseInt(data[1])).as(event.toString()).isEqualTo(nextOf[Integer.parseInt(data[0])]++);
        }

        /** Returns the next event; empty if the stream has ended, and no event is left. */
        private static Optional<MessageEvent> next(TestStream stream) {
            try {
                return Optional.of(stream.nextEvent());
            } catch (AssertionError noEvent) {
                assertThat(stream.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                return Optional.empty();
            }
        }
    }
}
