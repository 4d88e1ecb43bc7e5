package sse.testkit.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.Response;
import sse.api.Ticker;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.StreamConnection;
import sse.api.spi.TransportContext;
import sse.testkit.ManualTicker;
import sse.testkit.MemoryTransport;
import sse.testkit.internal.http.ClientRequest;

/** Properties that the contract does not test: exact windows, checks of calls from the core, and ports. */
class MemoryServerTest {
    private static final ClientRequest GET = new ClientRequest("GET", "/", Headers.empty(), new byte[0]);

    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<Executor> loops = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @Test
    void acceptsExactlyWindow() throws IOException {
        try (MemoryServer server = start(1)) {
            MemoryClientConnection client = server.connect(10);
            StreamConnection stream = open(client);

            assertThat(write(stream, "0123456")).isEqualTo(7);
            assertThat(write(stream, "789x")).isEqualTo(3);
            assertThat(write(stream, "x")).isZero();
            assertThat(told).isEmpty();
            assertThat(read(client, 1)).isEqualTo("0");
            assertThat(told).containsExactly("writable");
            assertThat(write(stream, "xy")).isEqualTo(1);
            assertThat(read(client, 100)).isEqualTo("123456789x");
            assertThat(told).containsExactly("writable", "writable");
            assertThat(read(client, 100)).isEmpty();
        }
    }

    @Test
    void notifiesOnlyAfterPartialWrite() throws IOException {
        try (MemoryServer server = start(1)) {
            MemoryClientConnection client = server.connect(10);
            StreamConnection stream = open(client);

            write(stream, "0123456789");
            read(client, 10);

            assertThat(told).isEmpty();
        }
    }

    @Test
    void keepsOrderWhenBufferWraps() throws IOException {
        try (MemoryServer server = start(1)) {
            MemoryClientConnection client = server.connect(100);
            StreamConnection stream = open(client);
            StringBuilder written = new StringBuilder();
            StringBuilder received = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                String text = Integer.toString(i).repeat(i % 7 + 1);
                written.append(text, 0, write(stream, text));
                received.append(read(client, i % 11));
            }
            received.append(read(client, 100));

            assertThat(received.toString()).isEqualTo(written.toString());
        }
    }

    @Test
    void rejectsCallsOutsideLane() throws IOException {
        try (MemoryServer server = start(1)) {
            MemoryClientConnection client = server.connect(10);
            client.send(GET, Duration.ZERO);
            Exchange exchange = exchanges.get(0);

            assertThatThrownBy(() -> exchange.respond(Response.of(204)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("must be called on the lane of the connection: ");
        }
    }

    @Test
    void dropsTasksOfLaneOnceEnded() {
        List<String> ran = new ArrayList<>();
        AtomicBoolean isShutDown = new AtomicBoolean(true);
        Executor executor = task -> {
            if (isShutDown.get()) {
                throw new RejectedExecutionException("shut down, as the test wants it");
            }
            task.run();
        };
        MemoryLane lane = new MemoryLane(
                new Context(new InetSocketAddress(0), new ManualTicker(), executor, (loop, scratch) -> exchanges::add));

        assertThatThrownBy(() -> lane.execute(() -> ran.add("before its end")))
                .isInstanceOf(RejectedExecutionException.class);
        lane.end();
        lane.execute(() -> ran.add("after its end"));
        isShutDown.set(false);
        lane.execute(() -> ran.add("next"));

        assertThat(ran).containsExactly("next");
    }

    @Test
    void rejectsSecondAnswer() throws IOException {
        try (MemoryServer server = start(1)) {
            MemoryClientConnection client = server.connect(10);
            client.send(GET, Duration.ZERO);
            Exchange exchange = exchanges.get(0);
            List<Throwable> failures = new ArrayList<>();
            loops.get(0).execute(() -> exchange.respond(Response.of(204)));
            loops.get(0).execute(() -> {
                try {
                    exchange.respond(Response.of(204));
                } catch (IllegalStateException failure) {
                    failures.add(failure);
                }
            });

            assertThat(failures)
                    .singleElement()
                    .hasToString("java.lang.IllegalStateException: exchange must be answered once: GET /");
        }
    }

    @Test
    void keepsOrderOfRequestsAfterResponse() throws IOException {
        try (MemoryServer server = start(1)) {
            MemoryClientConnection client = server.connect(10);
            client.send(get("/1"), Duration.ZERO);
            client.send(get("/2"), Duration.ZERO);
            Executor loop = loops.get(0);
            // The task of the third request is queued before the response allows the second.
            loop.execute(() -> {
                loop.execute(() -> exchanges.get(0).respond(Response.of(204)));
                try {
                    client.send(get("/3"), Duration.ZERO);
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
            loop.execute(() -> exchanges.get(1).respond(Response.of(204)));

            assertThat(exchanges).extracting(Exchange::target).containsExactly("/1", "/2", "/3");
        }
    }

    private static ClientRequest get(String target) {
        return new ClientRequest("GET", target, Headers.empty(), new byte[0]);
    }

    @Test
    void distributesConnectionsOverLanes() throws IOException {
        List<Lane> lanes = new ArrayList<>();
        List<Lane> called = new ArrayList<>();
        try (MemoryServer server = MemoryServer.start(
                new Context(new ManualTicker(), (loop, scratch) -> {
                    Lane[] lane = new Lane[1];
                    lane[0] = exchange -> called.add(lane[0]);
                    lanes.add(lane[0]);
                    return lane[0];
                }),
                3)) {
            for (int i = 0; i < 6; i++) {
                server.connect(10).send(GET, Duration.ZERO);
            }

            assertThat(called)
                    .containsExactly(
                            lanes.get(0), lanes.get(1), lanes.get(2), lanes.get(0), lanes.get(1), lanes.get(2));
        }
    }

    @Test
    void rejectsPortInUse() throws IOException {
        MemoryServer server = start(1);
        int port = server.address().getPort();

        assertThat(server.address().isUnresolved()).isTrue();
        assertThatThrownBy(() -> MemoryServer.start(context(port), 1))
                .isInstanceOf(BindException.class)
                .hasMessage("port of a server in memory must be free: memory:" + port);
        server.close();
        MemoryServer.start(context(port), 1).close();
    }

    @Test
    void limitsPipelinedRequests() throws IOException {
        try (MemoryServer server = start(1)) {
            MemoryClientConnection client = server.connect(10);
            for (int i = 0; i < 1024; i++) {
                client.send(GET, Duration.ZERO);
            }

            assertThatThrownBy(() -> client.send(GET, Duration.ZERO))
                    .isInstanceOf(IOException.class)
                    .hasMessage("requests ahead of their responses must be at most 1024");
        }
    }

    @Test
    void closesOnOwnLane() throws IOException {
        try (MemoryServer server = start(1)) {
            MemoryClientConnection client = server.connect(10);
            open(client);

            loops.get(0).execute(server::close);

            assertThat(told).containsExactly("closed");
        }
    }

    @Test
    void rejectsTransportWithoutLanes() {
        assertThatThrownBy(() -> new MemoryTransport(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lanes must be positive: 0");
    }

    private MemoryServer start(int lanes) throws IOException {
        return MemoryServer.start(context(0), lanes);
    }

    private TransportContext context(int port) {
        return new Context(new InetSocketAddress(port), new ManualTicker(), Runnable::run, (loop, scratch) -> {
            loops.add(loop);
            return exchanges::add;
        });
    }

    private StreamConnection open(MemoryClientConnection client) throws IOException {
        client.send(GET, Duration.ZERO);
        StreamConnection[] opened = new StreamConnection[1];
        loops.get(0)
                .execute(() -> opened[0] = exchanges.get(0).open(200, Headers.empty(), new ConnectionListener() {
                    @Override
                    public void writable() {
                        told.add("writable");
                    }

                    @Override
                    public void closed() {
                        told.add("closed");
                    }
                }));
        client.readHead(Duration.ZERO);
        return opened[0];
    }

    private int write(StreamConnection stream, String text) {
        int[] taken = new int[1];
        loops.get(0).execute(() -> {
            try {
                taken[0] = stream.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        return taken[0];
    }

    private static String read(MemoryClientConnection client, int length) throws IOException {
        byte[] bytes = new byte[length];
        int read = client.readBody(bytes, 0, length, Duration.ZERO);
        return new String(bytes, 0, read, StandardCharsets.US_ASCII);
    }

    private interface Lanes {
        Lane make(Executor loop, ByteBuffer scratch);
    }

    private record Context(InetSocketAddress bindAddress, Ticker ticker, Executor executor, Lanes lanes)
            implements TransportContext {
        Context(Ticker ticker, Lanes lanes) {
            this(new InetSocketAddress(0), ticker, Runnable::run, lanes);
        }

        @Override
        public HttpLimits limits() {
            return HttpLimits.defaults();
        }

        @Override
        public Lane newLane(LaneLoop loop, ByteBuffer scratch) {
            return lanes.make(loop, scratch);
        }
    }
}
