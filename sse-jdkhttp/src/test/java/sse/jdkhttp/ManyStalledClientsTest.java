package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import sse.api.Response;
import sse.api.spi.TransportServer;
import sse.jdkhttp.FakeCore.FakeStream;
import sse.jdkhttp.FakeCore.OnLane;

/** Clients that stall, in a server where only one may hold a thread. */
class ManyStalledClientsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final HeldRequests requests = new HeldRequests();
    private final HandTicker ticker = new HandTicker();
    private final Deque<RawClient> clients = new ArrayDeque<>();
    private TransportServer server;

    @BeforeEach
    void start() throws Exception {
        server = new JdkHttpTransport().start(new FakeCore(requests).ticker(ticker), 1);
    }

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
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
        try (RawClient client = client(RawClient.STREAM_REQUEST)) {
            OnLane first = requests.await();
            OnLane second = awaitRequestOnLaneOf(first);
            FakeStream longest = HeldRequests.open(first);
            longest.writeUntilStalled();
            FakeStream later = HeldRequests.open(second);
            // Only the next leader of the lane writes this: the first one counts as blocked by then.
            later.writeFully("data: 1\n\n");
            assertThat(clients.peekLast().head()).contains("http/1.1 200 ok");
            writeUntilClosed(longest, later);

            assertThat(longest.awaitClosed()).isEqualTo(1);
            assertThat(later.closes()).isZero();
        }
    }

    /** Connects until a request is on the lane of another one, and returns it. Its client is the last one. */
    private OnLane awaitRequestOnLaneOf(OnLane other) throws Exception {
        OnLane request;
        do {
            clients.add(client(RawClient.STREAM_REQUEST));
            request = requests.await();
        } while (request.loop() != other.loop());
        return request;
    }

    /** Writes to a stream until another one has been closed. */
    private static void writeUntilClosed(FakeStream other, FakeStream stream) throws Exception {
        ByteBuffer piece = ByteBuffer.allocate(16 * 1024);
        long start = System.nanoTime();
        while (!other.isClosed() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30)) {
            stream.onLane(() -> stream.connection().write(piece.duplicate()));
        }
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
            OnLane waiting = requests.await();
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
