package sse.integration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.ResourceSnapshot;
import sse.integration.fixtures.Waiting;
import sse.testkit.ManualTicker;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Resources after ten thousand streams, each with a periodic task, that clients have opened and left. */
class ResourceLeakIT {
    private static final int STREAMS = 10_000;
    private static final int AT_ONCE = 500;

    /** The test's time advances thousands of times faster than the threads that write. */
    private static final StreamOptions PATIENT =
            StreamOptions.builder().writeTimeout(Duration.ofDays(365)).build();

    private final List<CloseReason> otherReasons = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger ticks = new AtomicInteger();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void releasesResourcesOfManyStreams(Transport transport) {
        openAndLeave(transport, AT_ONCE);
        ResourceSnapshot before = ResourceSnapshot.take();

        openAndLeave(transport, STREAMS);

        before.awaitNoGrowth();
        assertThat(otherReasons).isEmpty();
    }

    private void openAndLeave(Transport transport, int streams) {
        ManualTicker ticker = new ManualTicker();
        opened.set(0);
        left.set(0);
        try (TestServer server = TestServer.start(
                transport,
                builder -> builder.ticker(ticker).closeTimeout(Duration.ZERO).stream("/", PATIENT, stream -> {
                    stream.onClose(reason -> {
                        if (reason != CloseReason.CLIENT_GONE) {
                            otherReasons.add(reason);
                        }
                        left.incrementAndGet();
                    });
                    stream.every(Duration.ofSeconds(2), () -> Event.of("tick " + ticks.incrementAndGet()));
                    opened.incrementAndGet();
                }))) {
            int before = ticker.pendingTasks();
            openAndLeaveTogether(server, ticker, 0);
            ResourceSnapshot ofTheFirst = ResourceSnapshot.take();
            for (int done = AT_ONCE; done < streams; done += AT_ONCE) {
                openAndLeaveTogether(server, ticker, done);
            }
            // Checked before the server closes, which would release what it leaks.
            ofTheFirst.awaitNoGrowth();
            assertThat(server.server().openStreams()).isZero();
            assertThat(ticker.pendingTasks()).as("timers").isEqualTo(before);
        }
    }

    private void openAndLeaveTogether(TestServer server, ManualTicker ticker, int before) {
        List<TestStream> clients = new ArrayList<>(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            clients.add(server.connect("/").ignoreUnread());
        }
        Waiting.until("streams open", () -> opened.get() == before + AT_ONCE);
        ticker.advance(Duration.ofSeconds(2));
        clients.forEach(client -> assertThat(client.nextEvent().data()).startsWith("tick "));
        clients.forEach(TestStream::close);
        Waiting.until("disconnects are detected", () -> {
            // A transport may detect a disconnect only by its next write.
            ticker.advance(Duration.ofSeconds(2));
            return left.get() == before + AT_ONCE && server.server().openStreams() == 0;
        });
    }
}
