package sse.benchmarks.broadcast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.Headers;
import sse.api.LagPolicy;
import sse.api.SseServer;
import sse.api.Topic;
import sse.testkit.ManualTicker;
import sse.testkit.MemoryTransport;
import sse.testkit.internal.http.ClientRequest;
import sse.testkit.internal.memory.MemoryClientConnection;
import sse.testkit.internal.memory.MemoryNetwork;

/**
 * The subscribers of one topic on a server in memory, and their clients, who read and throw away what they get. The
 * clients are the bare ends of the testkit's connections: one that decodes would cost more than what is measured. For
 * use by one thread.
 */
final class Audience implements AutoCloseable {
    private static final ClientRequest REQUEST =
            new ClientRequest("GET", "/events", Headers.of("Accept", "text/event-stream"), new byte[0]);
    private static final int WINDOW_BYTES = 64 * 1024;

    private final AtomicLong lost = new AtomicLong();
    // So short a history that nothing old is kept, yet much longer than what is ever on its way.
    private final Topic topic = Topic.builder()
            .noHistory()
            .lagPolicy(LagPolicy.SKIP_TO_OLDEST)
            .onLoss((subscription, events) -> lost.addAndGet(events))
            .build();
    private final byte[] thrownAway = new byte[WINDOW_BYTES];
    private final List<MemoryClientConnection> clients;
    private final LaneThreads threads;
    private final SseServer server;

    // Passed from the lane's thread that reads to the publisher, which waits for it.
    private volatile int fewest;
    private volatile int most;

    /**
     * Starts the server and subscribes every client.
     *
     * @param subscribers how many clients there are
     * @param lanes over how many lanes they are spread, each with a thread of its own
     */
    Audience(int subscribers, int lanes) throws IOException {
        threads = new LaneThreads(lanes);
        server = SseServer.builder()
                .transport(new MemoryTransport(lanes))
                .port(0)
                .executor(threads)
                // Time stands still for the server: its own thread would wake lanes in between, and those who wait for
                // them to be idle would not see it coming.
                .ticker(new ManualTicker())
                .closeTimeout(Duration.ZERO)
                .stream("/events", topic)
                .start();
        clients = new ArrayList<>(subscribers);
        for (int i = 0; i < subscribers; i++) {
            MemoryClientConnection client =
                    MemoryNetwork.connect(server.address().getPort(), WINDOW_BYTES);
            client.send(REQUEST, Duration.ZERO);
            clients.add(client);
        }
        threads.awaitIdle();
        for (MemoryClientConnection client : clients) {
            requireOk(client.readHead(Duration.ZERO).orElseThrow().status());
        }
        finish(0);
        requireComplete();
    }

    Topic topic() {
        return topic;
    }

    LaneThreads threads() {
        return threads;
    }

    /**
     * Waits until every event has been written to every client, and every client has read what it got. They read on a
     * lane's thread, which leaves the caches of the publisher's processor as it would find them in a program.
     *
     * @param least how many bytes each client must have got at least
     * @throws IllegalStateException if one has got less, or if not all have got the same
     */
    void finish(int least) throws IOException {
        threads.awaitIdle();
        fewest = -1;
        threads.execute(this::readAll);
        threads.awaitIdle();
        if (fewest < least || fewest != most) {
            throw new IllegalStateException(
                    "every client must get the same, at least " + least + " bytes: " + fewest + " to " + most);
        }
    }

    private void readAll() {
        int shortest = Integer.MAX_VALUE;
        int longest = -1;
        for (MemoryClientConnection client : clients) {
            int bytes = read(client);
            shortest = Math.min(shortest, bytes);
            longest = Math.max(longest, bytes);
        }
        fewest = shortest;
        most = longest;
    }

    private int read(MemoryClientConnection client) {
        try {
            return client.readBody(thrownAway, 0, thrownAway.length, Duration.ZERO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireOk(int status) {
        if (status != 200) {
            throw new IllegalStateException("status must be 200: " + status);
        }
    }

    /**
     * Checks that every subscriber is connected and has received every event.
     *
     * @throws IllegalStateException if not
     */
    void requireComplete() {
        if (topic.subscribers() != clients.size()) {
            throw new IllegalStateException("subscribers must still be " + clients.size() + ": " + topic.subscribers());
        }
        if (lost.get() != 0) {
            throw new IllegalStateException("subscribers must lose no event: " + lost.get());
        }
    }

    @Override
    public void close() {
        server.close();
        threads.awaitIdle();
        threads.close();
    }
}
