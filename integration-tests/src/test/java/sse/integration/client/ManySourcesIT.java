package sse.integration.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.client.Disconnection;
import sse.client.EventSource;
import sse.client.SourceObserver;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.Waiting;

/** Thousands of sources in this process, and their server in another: a process has descriptors for one side only. */
@Timeout(240)
class ManySourcesIT {
    private static final int FEW = 1000;
    private static final int MANY = 10_000;
    private static final int OPENING_AT_ONCE = 200;
    private static final int CALLBACK_THREADS = 4;
    /** Besides those: of the JDK's client, at least four, and one each of its selector, the ticker and the server. */
    private static final int OTHER_THREADS =
            4 + Math.max(4, Runtime.getRuntime().availableProcessors());

    private static final int SHARES = 10;
    /** What the server says in {@code retry}. */
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final ExecutorService callbacks = Executors.newFixedThreadPool(CALLBACK_THREADS);
    private final List<EventSource> sources = new ArrayList<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicIntegerArray share = new AtomicIntegerArray(SHARES);
    private Program server;
    private URI uri;

    @BeforeEach
    void startServer() throws Exception {
        server = Program.java(StreamsServer.arguments());
        uri = URI.create("http://127.0.0.1:" + server.awaitLine("port (\\d+)").group(1) + "/");
    }

    @AfterEach
    void close() {
        sources.forEach(EventSource::close);
        server.close();
        callbacks.shutdown();
    }

    @Test
    void readsManyStreamsOnTheSameThreads() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int limit = threads.getThreadCount() + CALLBACK_THREADS + OTHER_THREADS;
        open(MANY);
        assertThat(server.number("streams")).isEqualTo(MANY);
        // Where there are two processors, the JDK completes each response on a thread of its own, for a moment.
        Waiting.until("threads that opened streams have ended", () -> threads.getThreadCount() <= limit);
        threads.resetPeakThreadCount();
        server.writeLine("publish");
        Waiting.untilReached("all streams have the second event", 2L * MANY, events::get);

        assertThat(threads.getPeakThreadCount()).isLessThanOrEqualTo(limit);
    }

    /** The histogram is the one in {@code docs/guides/client.md}. */
    @Test
    void spreadsReconnectsAfterARestart() throws Exception {
        open(FEW);
        server.number("restart");
        Waiting.untilReached("all streams are open again", FEW, () -> server.number("streams"));

        StringBuilder histogram = new StringBuilder();
        for (int i = 0; i < SHARES; i++) {
            histogram
                    .append("%3d-%3d%% of the delay  %3d  ".formatted(10 * i, 10 * i + 10, share.get(i)))
                    .append("#".repeat(share.get(i) / 4))
                    .append('\n');
        }
        Files.writeString(Path.of("target", "reconnects.txt"), histogram, StandardCharsets.UTF_8);
        // Five standard deviations of a binomial distribution.
        for (int i = 0; i < SHARES; i++) {
            assertThat(share.get(i)).as(histogram.toString()).isBetween(53, 147);
        }
    }

    private void open(int more) {
        for (int i = 0; i < more; i++) {
            sources.add(EventSource.builder(uri)
                    .executor(callbacks)
                    .observer(new DelayObserver())
                    .onEvent(event -> events.incrementAndGet())
                    .build()
                    .start());
            if (sources.size() % OPENING_AT_ONCE == 0) {
                Waiting.untilReached("streams are open", sources.size(), events::get);
            }
        }
    }

    /** Counts the delay after the first disconnection of each source, by tenths of the whole. */
    private final class DelayObserver implements SourceObserver {
        private boolean counted;

        @Override
        public void onDisconnect(Disconnection disconnection, Duration delay) {
            if (!counted) {
                counted = true;
                share.incrementAndGet((int) Math.min(SHARES - 1, delay.toMillis() * SHARES / DELAY.toMillis()));
            }
        }
    }
}
