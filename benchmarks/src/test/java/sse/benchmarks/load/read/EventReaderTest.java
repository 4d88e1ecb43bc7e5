package sse.benchmarks.load.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the load benchmark relies on, whatever the client. */
@Timeout(60)
class EventReaderTest {
    private static final int ENOUGH = 3 * ReaderEvents.COUNT;

    static List<String> names() {
        return EventReaders.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsEveryEventInOrder(String name) throws Exception {
        FloodCheck check = new FloodCheck();
        CountDownLatch enough = new CountDownLatch(ENOUGH);
        try (ReaderServer server = new ReaderServer(100);
                EventReader reader = EventReaders.create(name)) {
            reader.open(uri(server, "flood"), data -> {
                check.accept(data);
                enough.countDown();
            });

            assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(check.wrong()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void returnsAfterARestart(String name) throws Exception {
        Arrivals arrivals = new Arrivals();
        try (ReaderServer server = new ReaderServer(100);
                EventReader reader = EventReaders.create(name)) {
            reader.open(uri(server, "idle"), arrivals.of(0));
            reader.open(uri(server, "idle"), arrivals.of(1));
            await(arrivals);
            arrivals.rearm(2);
            long up = server.restart(0);
            await(arrivals);

            assertThat(server.accepted()).isEqualTo(2);
            assertThat(server.peak()).isBetween(1, 2);
            assertThat(arrivals.since(up, 2)[0]).isPositive();
        }
    }

    private static URI uri(ReaderServer server, String path) {
        return URI.create("http://localhost:" + server.port() + "/" + path);
    }

    private static void await(Arrivals arrivals) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (arrivals.count(2) < 2) {
            assertThat(deadline - System.nanoTime()).isPositive();
            Thread.onSpinWait();
        }
    }
}
