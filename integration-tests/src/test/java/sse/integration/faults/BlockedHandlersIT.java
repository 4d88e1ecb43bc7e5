package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

/**
 * More handlers than the server has platform threads, each blocked until its stream has closed. Not in memory, where
 * lanes run on the same threads.
 */
@ExtendWith(ExpectedErrors.class)
class BlockedHandlersIT {
    /** How many tasks may block before JDK 24; see {@link sse.api.spi.support.WorkerThreads}. */
    private static final int THREADS = 1000;

    private static final int STREAMS = THREADS + 50;

    /** A transport may detect a disconnect only by its next write. */
    private static final StreamOptions BEATING =
            StreamOptions.builder().heartbeat(Duration.ofMillis(500)).build();

    private final AtomicInteger blocked = new AtomicInteger();
    private final AtomicInteger returned = new AtomicInteger();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void releasesEachOnClose(Transport transport) {
        try (TestServer server = TestServer.start(
                transport,
                builder -> builder.closeTimeout(Duration.ZERO).stream("/", BEATING, this::blockUntilClosed)
                        .respond("/ordinary", request -> Response.text("ok")))) {
            List<TestStream> clients = IntStream.range(0, STREAMS)
                    .mapToObj(i -> server.connect("/").ignoreUnread())
                    .toList();
            int atOnce = Runtime.version().feature() < 24 ? THREADS : STREAMS;
            Waiting.until("handlers block", () -> blocked.get() == atOnce);

            clients.forEach(TestStream::close);

            Waiting.until("handlers return", () -> returned.get() == STREAMS);
            Waiting.until("streams are gone", () -> server.server().openStreams() == 0);
            assertThat(server.get("/ordinary").text()).isEqualTo("ok");
        }
    }

    private void blockUntilClosed(EventStream stream) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        stream.onClose(reason -> over.countDown());
        blocked.incrementAndGet();
        over.await();
        returned.incrementAndGet();
    }
}
