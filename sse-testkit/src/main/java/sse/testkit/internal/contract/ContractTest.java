package sse.testkit.internal.contract;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import sse.api.Headers;
import sse.api.SseServer;
import sse.api.Topic;
import sse.api.spi.HttpLimits;
import sse.testkit.ManualTicker;
import sse.testkit.TestClient;
import sse.testkit.TestConnection;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** The base of the parts of the contract: starts servers on the transport and closes them after each test. */
@Timeout(60)
public abstract class ContractTest {
    final ManualTicker ticker = new ManualTicker();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Creates a part. */
    protected ContractTest() {}

    /** Returns the subject of the test. */
    protected abstract ContractSetting setting();

    @AfterEach
    final void closeWhatWasOpened() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Starts a server on the transport, with the ticker of this test. */
    final TestServer serve(Consumer<SseServer.Builder> settings) {
        TestServer server = TestServer.start(setting().transport(), builder -> {
            builder.ticker(ticker);
            setting().executor().ifPresent(builder::executor);
            settings.accept(builder);
        });
        return closedAfterTest(setting().withClient(server));
    }

    /** Starts the transport with a core that the test controls. */
    final BareServer serveBare() {
        return serveBare(HttpLimits.defaults());
    }

    final BareServer serveBare(HttpLimits limits) {
        return closedAfterTest(new BareServer(setting(), limits, ticker, Optional.empty()));
    }

    /** Returns a client that waits for other threads, on every transport. */
    static TestClient patient(TestClient client) {
        return client.withTimeout(Eventually.DEADLINE);
    }

    static TestClient clientOf(TestServer server) {
        return patient(server.client());
    }

    /** Returns a media type with a space before its parameters, which servers add or remove. */
    static String canonicalType(String type) {
        return type.replaceAll("; *", "; ");
    }

    /** Connects to a stream whose unread rest is ignored. */
    final TestStream connect(TestServer server, String path) {
        return closedAfterTest(clientOf(server).connect(path).ignoreUnread());
    }

    /** Connects to a stream of a topic without subscribers, and waits until the stream is subscribed. */
    final TestStream subscribe(TestServer server, String path, Topic topic) {
        TestStream client = connect(server, path);
        Eventually.becomes("subscribers", 1, topic::subscribers);
        return client;
    }

    final <T extends AutoCloseable> T closedAfterTest(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Waits until a client's connection is refused; what the system has accepted for the server before is closed. */
    static void awaitRefusal(TestClient client) {
        Eventually.holds("connections are refused", () -> {
            try {
                client.open().close();
                return false;
            } catch (UncheckedIOException failure) {
                return failure.getCause() instanceof ConnectException;
            }
        });
    }

    /** Sends until nothing more is taken, at most 32 MiB. Returns how many requests were sent. */
    static int sendUntilStalled(TestConnection client, String content) {
        for (int sent = 0; sent < 4 * 1024; sent++) {
            try {
                client.send("POST", "/", Headers.empty(), content);
            } catch (UncheckedIOException stalled) {
                return sent;
            }
        }
        return 4 * 1024;
    }

    /** Writes until no more bytes are accepted. Returns the number of accepted bytes. */
    final int fill(BareStream stream) {
        return stream.fill(stallTime());
    }

    /**
     * Returns how long the buffers of the system may still accept bytes for a client that does not read: in memory
     * there are none.
     */
    final Duration stallTime() {
        return can(TransportAbility.SOCKETS) ? Duration.ofMillis(300) : Duration.ofMillis(10);
    }

    final boolean can(TransportAbility ability) {
        return setting().abilities().contains(ability);
    }

    final void assumeCan(TransportAbility ability) {
        Assumptions.assumeTrue(can(ability), () -> setting().transport().name() + " cannot: " + ability);
    }

    /** Runs an action that waits, while another thread advances the time by a second at a time. */
    final void whileTimePasses(Runnable action) {
        TimePassing passing = new TimePassing(ticker, Duration.ofSeconds(1));
        try {
            action.run();
        } finally {
            passing.stop();
        }
    }

    /**
     * Waits until a stream is notified of its close, and advances time meanwhile, by which a transport may bound its
     * wait for the peer.
     */
    final void awaitClosed(BareStream stream) {
        whileTimePasses(() -> Eventually.holds("stream is closed", () -> stream.closedCalls() > 0));
        Assertions.assertEquals(1, stream.closedCalls());
    }
}
