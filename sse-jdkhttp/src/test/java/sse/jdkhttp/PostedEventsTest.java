package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.LaneStatistics;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.SseService;
import sse.api.Topic;
import sse.api.spi.ExchangeSource;
import sse.api.spi.MountedService;
import sse.api.spi.ServiceContext;

/**
 * Events that are posted on one connection, in time that the test lets pass: for threads and requests none passes by
 * itself.
 */
class PostedEventsTest {
    private static final Duration STEP = Duration.ofNanos(PostponingLoop.STEP_NANOS);

    /** How long the first write of an event takes. */
    private static final Duration WRITING = Duration.ofMillis(8);

    private final HandTicker ticker = new HandTicker();
    private final Topic topic = Topic.builder().build();
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final CountDownLatch firstReceived = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private HttpServer server;
    private ExchangeDispatcher dispatcher;
    private MountedService service;
    private RawClient subscriber;
    private RawClient publisher;

    @BeforeEach
    void start() throws Exception {
        service = SseService.builder().stream("/", topic)
                .respond("/publish", RequestOptions.methods("POST"), this::publish)
                .build()
                .mount(this::host);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
        subscriber = RawClient.connect(server.getAddress()).send(RawClient.STREAM_REQUEST);
        subscriber.head();
        subscriber.readEvents("retry: 3000\n");
        publisher = RawClient.connect(server.getAddress());
    }

    @AfterEach
    void stop() throws IOException {
        firstReceived.countDown();
        publisher.close();
        subscriber.close();
        service.close();
        server.stop(0);
        executor.shutdownNow();
    }

    private ExchangeSource host(ServiceContext context) {
        BlockedThreadLimit none = new BlockedThreadLimit(BlockedThreadLimit.NO_LIMIT);
        dispatcher = new ExchangeDispatcher(context, none, none, ticker);
        return new ExchangeSource() {
            @Override
            public void stopAccepting() {
                dispatcher.stopAccepting();
            }

            @Override
            public void close() {
                dispatcher.close();
            }
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            exchange.setStreams(null, new SlowOutput(exchange.getResponseBody()));
        }
        dispatcher.runRequest(
                Optional.empty(),
                thread -> dispatcher.dispatch(exchange, exchange.getRequestURI().toString(), thread));
    }

    /** The first event is received before its request is answered, so that it is known what passes in between. */
    private Response publish(Request request) throws InterruptedException {
        String data = new String(request.body(), StandardCharsets.UTF_8);
        ids.put(data, topic.publish(Event.of(data)));
        if (data.equals("a") && !firstReceived.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("event must not wait for the answer to its request");
        }
        return Response.of(204);
    }

    private void post(String... events) throws IOException {
        StringBuilder requests = new StringBuilder();
        for (String event : events) {
            requests.append("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")
                    .append(event);
        }
        publisher.send(requests.toString());
    }

    private void awaitAnswers(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(publisher.head()).contains("http/1.1 204 no content");
        }
    }

    private long runs() {
        return service.statistics().lanes().stream()
                .mapToLong(LaneStatistics::runs)
                .sum();
    }

    /** Returns the bytes of events whose requests are answered. */
    private String received(String... events) {
        return Stream.of(events)
                .map(event -> "id: " + ids.get(event) + "\ndata: " + event + "\n\n")
                .collect(Collectors.joining());
    }

    /** Posts two events, one after the other: behind their requests, one that follows continues a sequence. */
    private void beginSequence() throws IOException {
        post("a");
        String first = subscriber.chunk();
        firstReceived.countDown();
        awaitAnswers(1);
        assertThat(first).isEqualTo(received("a"));
        assertIsReceivedAtOnce("b");
    }

    /** No step is run: an event that waits for one would never be received. */
    private void assertIsReceivedAtOnce(String event) throws IOException {
        post(event);
        String next = subscriber.chunk();
        awaitAnswers(1);
        assertThat(next).isEqualTo(received(event));
    }

    @Test
    void leaveInOneWriteIfPipelined() throws Exception {
        beginSequence();
        long before = runs();

        post("c", "d", "e", "f", "g", "h");
        awaitAnswers(6);
        assertThat(runs()).isEqualTo(before);
        ticker.awaitAndRun(STEP);
        ticker.awaitAndRun(STEP);

        assertThat(subscriber.chunk()).isEqualTo(received("c", "d", "e", "f", "g", "h"));
        assertThat(runs()).isEqualTo(before + 1);
    }

    @Test
    void doNotWaitIfApart() throws Exception {
        beginSequence();
        for (String event : List.of("c", "d", "e")) {
            ticker.advance(Duration.ofNanos(RequestFlow.FOLLOWING_NANOS));
            assertIsReceivedAtOnce(event);
        }
    }

    /** The output of a stream, whose first write of an event takes time. */
    private final class SlowOutput extends FilterOutputStream {
        private boolean timed;

        SlowOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
            if (!timed && text.contains("data: ")) {
                timed = true;
                ticker.advance(WRITING);
            }
            out.write(bytes, offset, length);
        }
    }
}
