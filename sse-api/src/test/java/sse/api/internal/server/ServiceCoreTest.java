package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.OverflowPolicy;
import sse.api.ServerObserver;
import sse.api.ServerStatistics;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.StreamRequest;
import sse.api.StreamSummary;
import sse.api.internal.CoreLog;
import sse.api.internal.Thrown;
import sse.api.spi.HttpLimits;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/** A server from its start to its end. */
class ServiceCoreTest {
    private static final String PRELUDE = ":\nretry: 3000\n";

    private final ManualTransport transport = new ManualTransport();

    @Test
    void passesSettingsToTransport() throws Exception {
        InetSocketAddress address = InetSocketAddress.createUnresolved("here", 7);
        HttpLimits limits =
                HttpLimits.builder().headerBytes(1000).bodyBytes(500).build();
        try (SseServer server = transport.builder().address(address).limits(limits).stream("/", stream -> {})
                .start()) {
            assertThat(server.transportName()).isEqualTo("manual");
            assertThat(server.address()).isEqualTo(address);
            assertThat(transport.context().limits()).isEqualTo(limits);
            assertThat(transport.context().ticker()).isSameAs(transport);
            List<String> ran = new ArrayList<>();
            transport.context().executor().execute(() -> ran.add("in the caller"));
            assertThat(ran).hasSize(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> transport.context().newLane(Runnable::run, ByteBuffer.allocate(1023)))
                    .withMessage("scratch buffer must be at least 1024 bytes: 1023");
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 80000, 2", "24, 80000, 3", "80000, 800, 100", "80000, 39992, 4999", "80000, 80000, 5000"})
    void sweepsEightTimesPerShortestDeadline(long heartbeat, long writeTimeout, long sweep) throws Exception {
        StreamOptions options = StreamOptions.builder()
                .heartbeat(Duration.ofMillis(heartbeat))
                .writeTimeout(Duration.ofMillis(writeTimeout))
                .build();
        SseServer server =
                transport.builder().stream("/", options, stream -> {}).start();
        transport.get("/");
        assertThat(transport.calls).containsExactly("every " + Duration.ofMillis(sweep));
        server.close();
    }

    @Test
    void drainsInOrder() throws Exception {
        SseServer server = transport
                .builder()
                .closingEvent(Event.of("bye"))
                .reconnectDelay(Duration.ofMillis(7), Duration.ofMillis(7))
                .stream("/", stream -> {})
                .start();
        ManualExchange exchange = transport.get("/");
        transport.calls.clear();
        server.close();
        server.close();
        server.awaitClose();
        assertThat(exchange.written()).isEqualTo(PRELUDE + "retry: 7\ndata: bye\n\n");
        assertThat(exchange.isOver()).isTrue();
        assertThat(transport.calls).containsExactly("stop accepting", "close");
        ManualExchange late = transport.get("/");
        assertThat(late.written()).matches("retry: [0-9]+\n");
        assertThat(late.isOver()).isTrue();
    }

    @Test
    void keepsInterruptStatusOfClosingThread() throws Exception {
        SseServer server = transport.builder().stream("/", stream -> {}).start();
        ManualExchange exchange = transport.get("/");
        Thread.currentThread().interrupt();
        server.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(exchange.isOver()).isTrue();
        server.close();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void countsOpenStreamsOfAnAddress() throws Exception {
        SseServer server = transport.builder().maxStreams(1).maxStreamsPerAddress(2).stream("/", stream -> {})
                .start();
        ManualExchange first = transport.get("/");
        for (int i = 0; i < 3; i++) {
            assertThat(transport.get("/").isOver()).as("no room").isTrue();
        }
        for (int i = 0; i < 3; i++) {
            first.leave();
            first = transport.get("/");
            assertThat(first.isOver()).isFalse();
        }
        server.close();
    }

    @Test
    void countsStreamsByCloseReason() throws Exception {
        AtomicReference<EventStream> stream = new AtomicReference<>();
        StreamOptions options = StreamOptions.builder()
                .sendQueueBytes(1024)
                .overflowPolicy(OverflowPolicy.DROP_NEWEST)
                .build();
        SseServer server = transport.builder().stream("/", options, stream::set).start();
        transport.get("/").leave();
        transport.get("/");
        stream.get().send("x");
        transport.loop.execute(() -> {
            stream.get().send("y".repeat(900));
            stream.get().send("z".repeat(900));
        });
        ServerStatistics statistics = server.statistics();
        assertThat(statistics.openStreams()).isEqualTo(1);
        assertThat(statistics.openedStreams()).isEqualTo(2);
        assertThat(statistics.closedStreams()).containsEntry(CloseReason.CLIENT_GONE, 1L);
        assertThat(statistics.closedStreams()).containsEntry(CloseReason.COMPLETED, 0L);
        assertThat(statistics.sentEvents()).isEqualTo(2);
        assertThat(statistics.sentBytes()).isEqualTo(2 * PRELUDE.length() + 9 + 908);
        assertThat(statistics.droppedEvents()).isEqualTo(1);
        server.close();
        assertThat(server.statistics().closedStreams()).containsEntry(CloseReason.SHUTDOWN, 1L);
    }

    @ParameterizedTest
    @EnumSource
    void notifiesObserverInOrderThoughItThrows(Thrown thrown) throws Exception {
        List<String> told = new ArrayList<>();
        ServerObserver observer = new ServerObserver() {
            @Override
            public void onOpen(StreamRequest request) {
                told.add("open " + request.path());
                throw thrown.now();
            }

            @Override
            public void onClose(StreamSummary summary) {
                told.add("close " + summary.closeReason() + " " + summary.lifetime());
            }

            @Override
            public void onShed(StreamRequest request) {
                told.add("shed " + request.path());
            }
        };
        try (CoreLog log = new CoreLog()) {
            SseServer server = transport.builder().observer(observer).maxStreams(1).stream("/", stream -> {})
                    .start();
            ManualExchange first = transport.get("/");
            transport.get("/");
            first.leave();
            server.close();
            assertThat(log.records()).containsExactly("server observer threw: as the test wants it");
        }
        assertThat(told).containsExactly("open /", "shed /", "close CLIENT_GONE PT0S");
    }

    @Test
    void endsItsThreadsIfTransportDoesNotStart() throws Exception {
        ManualTransport failing = new ManualTransport();
        AtomicReference<Executor> executor = new AtomicReference<>();
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SseServer.builder()
                        .transport(new TransportDiscoveryTest.First() {
                            @Override
                            public TransportServer start(TransportContext context) throws IOException {
                                executor.set(context.executor());
                                executor.get().execute(() -> worker.complete(Thread.currentThread()));
                                throw new IOException("in use");
                            }
                        })
                        .ticker(failing)
                        .stream("/", stream -> {})
                        .start())
                .withMessage("in use");
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.get().execute(() -> {}));
        Thread started = worker.get(30, TimeUnit.SECONDS);
        started.join(30_000);
        assertThat(started.isAlive()).isFalse();
    }
}
