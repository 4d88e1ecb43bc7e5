package sse.integration.history;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import sse.api.MessageEvent;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/** A client that reconnects, with the id of the last event, until it is stopped. */
final class HoppingClient implements Runnable {
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private final IntSupplier port;

    // Written by the client's thread, read by the test when that has ended.
    private final List<MessageEvent> received = new ArrayList<>();

    // Written by any thread.
    private volatile boolean stopped;
    private volatile int count;
    private volatile String lastEventId = "";

    HoppingClient(IntSupplier port) {
        this.port = port;
    }

    void stop() {
        stopped = true;
    }

    int count() {
        return count;
    }

    /** Returns the id of the latest event; empty before the first. */
    String lastEventId() {
        return lastEventId;
    }

    List<MessageEvent> received() {
        return received;
    }

    @Override
    public void run() {
        while (!stopped) {
            connect().ifPresentOrElse(this::read, () -> LockSupport.parkNanos(PAUSE_NANOS));
        }
    }

    private Optional<TestStream> connect() {
        try {
            TestClient client = TestClient.to(new InetSocketAddress("localhost", port.getAsInt()))
                    .withTimeout(Duration.ofSeconds(30));
            if (!received.isEmpty()) {
                client =
                        client.withLastEventId(received.get(received.size() - 1).lastEventId());
            }
            return Optional.of(client.connect("/").ignoreUnread());
        } catch (UncheckedIOException | AssertionError noServer) {
            return Optional.empty();
        }
    }

    private void read(TestStream stream) {
        try (stream) {
            while (!stopped) {
                MessageEvent event = stream.nextEvent();
                received.add(event);
                lastEventId = event.lastEventId();
                count++;
            }
        } catch (AssertionError | UncheckedIOException killed) {
            // It connects again.
        }
    }
}
