package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import sse.api.Response;
import sse.api.spi.TransportServer;
import sse.jdkhttp.FakeCore.FakeStream;

/** Clients that stall, in a server where only one may hold a thread. */
class ManyStalledClientsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final HeldRequests requests = new HeldRequests();
    private final HandTicker ticker = new HandTicker();
    private TransportServer server;

    @BeforeEach
    void start() throws Exception {
        server = new JdkHttpTransport().start(new FakeCore(requests).ticker(ticker), 1);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private RawClient client(String request) throws Exception {
        return RawClient.connect(server.address()).send(request);
    }

    private void passPatience() throws Exception {
        ticker.awaitTimeout(RequestThread.STALL_THRESHOLD);
    }

    @Test
    void closesLongestStalledStreamAboveLimit() throws Exception {
        try (RawClient first = client(RawClient.STREAM_REQUEST)) {
            FakeStream one = HeldRequests.open(requests.await());
            try (RawClient second = client(RawClient.STREAM_REQUEST);
                    RawClient third = client(RawClient.STREAM_REQUEST)) {
                FakeStream other = HeldRequests.open(requests.await());
                FakeStream another = HeldRequests.open(requests.await());
                assertThat(writeUntilOneIsClosed(one, other)).isEqualTo(1);
                another.finish();
                assertThat(another.awaitClosed()).isEqualTo(1);
            }
        }
    }

    /** Fills both until one is cut. Returns how many have ended. */
    private static int writeUntilOneIsClosed(FakeStream one, FakeStream other) throws Exception {
        ByteBuffer piece = ByteBuffer.allocate(16 * 1024);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (one.closes() + other.closes() == 0 && System.nanoTime() < end) {
            for (FakeStream each : List.of(one, other)) {
                each.onLane(() -> {
                    try {
                        return each.connection().write(piece.duplicate());
                    } catch (IOException closed) {
                        return 0;
                    }
                });
            }
        }
        return one.closes() + other.closes();
    }

    @Test
    void cutsLongestStalledRequestAboveLimit() throws Exception {
        try (RawClient first = client("G")) {
            passPatience();
            try (RawClient second = client("G")) {
                passPatience();
                assertThat(first.countToEnd()).isZero();
                second.send(GET.substring(1));
                HeldRequests.respond(requests.await(), Response.of(204));
                assertThat(second.head()).contains("http/1.1 204 no content");
            }
        }
    }

    @Test
    void aRequestThatWaitsForItsAnswerIsNotCut() throws Exception {
        try (RawClient first = client("G")) {
            passPatience();
            first.send(GET.substring(1));
            FakeCore.OnLane waiting = requests.await();
            try (RawClient second = client("G")) {
                passPatience();
                HeldRequests.respond(waiting, Response.of(204));
                assertThat(first.head()).contains("http/1.1 204 no content");
            }
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void hasNoLimitWhereThreadsAreVirtual() {
        assertThat(new BlockedThreadLimit(BlockedThreadLimit.ofExecutor()).isLimited())
                .isFalse();
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void reservesQuarterOfPlatformThreads() {
        assertThat(BlockedThreadLimit.ofExecutor()).isEqualTo(750);
    }
}
