package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseService;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.testkit.internal.contract.support.ExpectedErrors;

@ExtendWith(ExpectedErrors.class)
class SseHttpHandlerTest {
    private static final StreamOptions BARE =
            StreamOptions.builder().noHeartbeat().noRetry().build();

    private final BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private Optional<HttpServer> server = Optional.empty();
    private Optional<SseHttpHandler> handler = Optional.empty();

    @AfterEach
    void close() {
        handler.ifPresent(SseHttpHandler::close);
        server.ifPresent(running -> running.stop(0));
        executor.shutdownNow();
    }

    private InetSocketAddress serve(String kind, SseHttpHandler mounted) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer created = kind.contains("https") ? HttpsServer.create(any, 100) : HttpServer.create(any, 100);
        if (created instanceof HttpsServer https) {
            https.setHttpsConfigurator(new HttpsConfigurator(TestTls.context()));
        }
        created.createContext("/events", mounted);
        created.createContext("/", exchange -> {
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        if (kind.contains("executor")) {
            created.setExecutor(executor);
        }
        created.start();
        server = Optional.of(created);
        handler = Optional.of(mounted);
        return created.getAddress();
    }

    private static RawClient client(String kind, InetSocketAddress address) throws Exception {
        return kind.contains("https") ? RawClient.connectTls(address) : RawClient.connect(address);
    }

    private EventStream awaitOpened() throws InterruptedException {
        EventStream stream = opened.poll(30, TimeUnit.SECONDS);
        assertThat(stream).isNotNull();
        return stream;
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "http executor", "https", "https executor"})
    void streamsInExistingServer(String kind) throws Exception {
        InetSocketAddress address = serve(kind, SseHttpHandler.of(BARE, opened::add));
        try (RawClient client = client(kind, address);
                RawClient other = client(kind, address)) {
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
            EventStream stream = awaitOpened();
            stream.send(Event.of("one"));
            assertThat(client.head()).contains("http/1.1 200 ok", "content-type: text/event-stream");
            assertThat(client.readEvents("data: one\n\n")).isEqualTo(":\ndata: one\n\n");
            other.send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(other.head()).contains("http/1.1 202 accepted");
            assertThat(handler.orElseThrow().openStreams()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "http executor"})
    void servesPathsRelativeToContext(String kind) throws Exception {
        InetSocketAddress address = serve(
                kind,
                SseHttpHandler.of(SseService.builder().stream("/", opened::add)
                        .respond("/news/{day}", request -> Response.text(request.pathParameter("day")))
                        .respond("/echo", request -> Response.text(request.text()))
                        .build()));
        try (RawClient client = client(kind, address)) {
            client.send("GET /events/news/to%64ay?x HTTP/1.1\r\nHost: a\r\n\r\n");
            client.head();
            assertThat(client.read(5)).isEqualTo("today");
            client.send("POST /events/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
            client.send("hi");
            client.head();
            assertThat(client.read(2)).isEqualTo("hi");
            client.send("GET /events/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.head()).contains("http/1.1 404 not found");
        }
    }

    @Test
    void rejectsPathsWithSamePrefix() throws Exception {
        InetSocketAddress address = serve("http executor", SseHttpHandler.of(opened::add));
        try (RawClient client = client("http", address)) {
            client.send("GET /eventsource HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.head()).containsExactly("content-length: 0", "http/1.1 404 not found");
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.head()).contains("http/1.1 200 ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "http executor"})
    void aSlowRequestDoesNotHoldTheDispatcher(String kind) throws Exception {
        InetSocketAddress address = serve(kind, SseHttpHandler.of(BARE, opened::add));
        try (RawClient slow = client(kind, address);
                RawClient client = client(kind, address)) {
            slow.send("POST /events HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n1");
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.head()).contains("http/1.1 200 ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "http executor"})
    void closeEndsItsStreamsAndNothingElse(String kind) throws Exception {
        SseHttpHandler mounted = SseHttpHandler.of(SseService.builder().stream("/", BARE, opened::add)
                .closingEvent(Event.of("bye"))
                .build());
        InetSocketAddress address = serve(kind, mounted);
        try (RawClient client = client(kind, address);
                RawClient other = client(kind, address);
                RawClient late = client(kind, address)) {
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
            BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();
            awaitOpened().onClose(reasons::add);
            client.head();
            mounted.close();
            assertThat(client.readToEnd()).contains("data: bye\n\n").endsWith("0\r\n\r\n");
            assertThat(reasons.poll(30, TimeUnit.SECONDS)).isEqualTo(CloseReason.SHUTDOWN);
            other.send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(other.head()).contains("http/1.1 202 accepted");
            late.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(late.countToEnd()).isZero();
            assertThat(TestThreads.ofTransport()).isEmpty();
        }
    }

    /**
     * The JDK reads such a chunk size as a negative length, and throws what is no {@code IOException} when it is read
     * again.
     */
    @ParameterizedTest
    @ValueSource(strings = {"http", "http executor"})
    void closesConnectionIfRejectionCannotDrain(String kind) throws Exception {
        InetSocketAddress address = serve(kind, SseHttpHandler.of(BARE, opened::add));
        try (RawClient client = client(kind, address)) {
            client.send("GET /events HTTP/1.1\r\nHost: a\r\nExpect: nothing\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("90000000\r\nabc");
            assertThat(client.head()).contains("http/1.1 417 ");
            client.countToEnd();
        }
    }

    @Test
    void dropsARequestOverAnExceptionOfAnyKind() throws Exception {
        Ticker broken = new Ticker() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Task every(Duration period, Runnable task) {
                return Ticker.system().every(period, task);
            }

            @Override
            public Task after(Duration delay, Runnable task) {
                throw new IllegalStateException("made up");
            }
        };
        InetSocketAddress address = serve(
                "http",
                SseHttpHandler.of(SseService.builder().ticker(broken).stream("/", opened::add)
                        .build()));
        try (RawClient client = client("http", address).send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(client.countToEnd()).isZero();
        }
    }

    @Test
    void countsStreamsOfEachHandlerOfAService() throws Exception {
        SseService service = SseService.builder().maxStreams(1).stream("/", BARE, opened::add)
                .build();
        try (SseHttpHandler other = SseHttpHandler.of(service)) {
            InetSocketAddress address = serve("http executor", SseHttpHandler.of(service));
            server.orElseThrow().createContext("/other", other);
            try (RawClient first = RawClient.connect(address).send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
                    RawClient second = RawClient.connect(address).send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n")) {
                awaitOpened();
                awaitOpened();

                assertThat(first.head()).contains("http/1.1 200 ok");
                assertThat(second.head()).contains("http/1.1 200 ok");
                assertThat(handler.orElseThrow().openStreams()).isEqualTo(1);
                assertThat(other.openStreams()).isEqualTo(1);
                assertThat(other.statistics().openedStreams()).isEqualTo(1);
            }
        }
    }
}
