package sse.integration.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.testkit.StreamEnd;
import sse.testkit.TestStream;

/** What holds for streams through any proxies, in cleartext HTTP/1.1. One server at a time is shared by the tests. */
abstract class ProxiedStreamTests {
    /** More than twice the timeouts of an impatient proxy. */
    private static final long SILENCE_NANOS = Duration.ofMillis(2_500).toNanos();

    /** Set before the tests of each set of proxies. */
    static ProxiedServer server;

    /** Starts another server, behind the same proxies with short timeouts. */
    abstract ProxiedServer startImpatient(Path directory) throws Exception;

    @AfterParameterizedClassInvocation
    static void stop() throws Exception {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @AfterEach
    void awaitNoStream() {
        server.awaitNoStream();
    }

    @Test
    void passesEventsOneByOne() throws Exception {
        try (TestStream client = server.client().connect("/")) {
            EventStream stream = server.nextOpened();
            for (int i = 1; i <= 5; i++) {
                // The next event is sent only after this one has arrived, so no later byte can flush it.
                stream.send("event " + i);
                assertThat(client.nextEvent().data()).isEqualTo("event " + i);
            }
            stream.close();
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    /** A proxy that waits for the acknowledgement of what it has sent before would add 200 ms to each. */
    @Test
    void passesEventsAtOnce() throws Exception {
        List<Duration> delays = new ArrayList<>();
        try (TestStream client = server.client().connect(ProxiedServer.SILENT)) {
            EventStream stream = server.nextOpened();
            for (int i = 0; i < 11; i++) {
                long sent = System.nanoTime();
                stream.send("event");
                client.nextEvent();
                delays.add(Duration.ofNanos(System.nanoTime() - sent));
            }
            stream.close();
        }

        Collections.sort(delays);
        assertThat(delays.get(delays.size() / 2)).as("median of %s", delays).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void detectsClientDisconnect() throws Exception {
        TestStream client = server.client().connect("/");
        EventStream stream = server.nextOpened();
        stream.send("welcome");
        client.nextEvent();

        client.close();

        assertThat(ProxiedServer.closeReason(stream)).isEqualTo(CloseReason.CLIENT_GONE);
    }

    @Test
    void keepsIdleStreamOpenByHeartbeats(@TempDir Path directory) throws Exception {
        try (ProxiedServer impatient = startImpatient(directory);
                TestStream client = impatient.client().connect("/")) {
            EventStream stream = impatient.nextOpened();
            long start = System.nanoTime();
            while (System.nanoTime() - start < SILENCE_NANOS) {
                client.nextComment();
            }
            stream.send("still here");
            assertThat(client.nextEvent().data()).isEqualTo("still here");
        }
    }
}
