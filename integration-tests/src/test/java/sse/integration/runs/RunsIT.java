package sse.integration.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.api.Reply;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.Run;
import sse.api.RunOutput;
import sse.api.RunProducer;
import sse.api.RunState;
import sse.api.Runs;
import sse.api.spi.Transport;
import sse.integration.fixtures.Waiting;
import sse.testkit.ManualTicker;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** The laws of runs, over every transport. */
@ExtendWith(ExpectedErrors.class)
class RunsIT {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final Pattern ID_LINE = Pattern.compile("(?m)^id: (.*)$");
    private static final int EVENTS = 12;

    /** A producer that sends an event for each permit, and ends when it is told to. */
    private static final class Steps implements RunProducer {
        final Semaphore permits = new Semaphore(0);
        final AtomicInteger started = new AtomicInteger();
        final CountDownLatch interrupted = new CountDownLatch(1);
        final int events;

        Steps(int events) {
            this.events = events;
        }

        @Override
        public void run(RunOutput out) throws InterruptedException {
            started.incrementAndGet();
            try {
                for (int i = 0; i < events; i++) {
                    permits.acquire();
                    out.send("step " + i);
                }
                permits.acquire();
            } catch (InterruptedException stopped) {
                interrupted.countDown();
                throw stopped;
            }
        }
    }

    private static TestServer serve(Transport transport, Runs runs, RunProducer producer) {
        return TestServer.start(
                transport,
                b -> b.closeTimeout(Duration.ZERO)
                        .respond("/{id}", request -> runs.reply(request.pathParameter("id"), request))
                        .respond(
                                "/start/{id}",
                                RequestOptions.methods("GET", "POST"),
                                request -> runs.reply(request.pathParameter("id"), request, producer)));
    }

    private static List<String> idsIn(String text) {
        return ID_LINE.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static String eventsAfter(String text, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            at = text.indexOf("\n\n", at) + 2;
        }
        return text.substring(at);
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void startsOneProducerForAllClients(Transport transport) throws Exception {
        int clients = 1000;
        int threads = 25;
        Steps steps = new Steps(3);
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService connecting = Executors.newFixedThreadPool(threads);
        try (Runs runs = Runs.builder().build();
                TestServer server = serve(transport, runs, steps)) {
            List<Future<List<TestStream>>> connected = IntStream.range(0, threads)
                    .mapToObj(thread -> connecting.submit(() -> {
                        begin.await();
                        return IntStream.range(0, clients / threads)
                                .mapToObj(i -> server.connect("/start/same"))
                                .toList();
                    }))
                    .toList();
            begin.countDown();
            List<TestStream> streams = new ArrayList<>();
            for (Future<List<TestStream>> some : connected) {
                streams.addAll(some.get());
            }
            Run run = runs.find("same").orElseThrow();
            Waiting.until("all attached", () -> run.clients() == clients);
            steps.permits.release(4);
            List<MessageEvent> first = streams.get(0).nextEvents(4);

            assertThat(first).extracting(MessageEvent::data).containsExactly("step 0", "step 1", "step 2", "completed");
            for (TestStream stream : streams.subList(1, clients)) {
                assertThat(stream.nextEvents(4)).isEqualTo(first);
                assertThat(stream.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                stream.close();
            }
            assertThat(steps.started).hasValue(1);
        } finally {
            connecting.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsSameBytesAtEveryBoundary(Transport transport) {
        Steps steps = new Steps(EVENTS);
        List<TestStream> fromBeginning = new ArrayList<>();
        List<TestStream> returning = new ArrayList<>();
        List<Integer> received = new ArrayList<>();
        try (Runs runs = Runs.builder().build();
                TestServer server = serve(transport, runs, steps);
                TestStream first = server.connect("/start/a")) {
            Run run = runs.find("a").orElseThrow();
            for (int i = 0; i < EVENTS; i++) {
                fromBeginning.add(server.connect("/a"));
                long next = run.events() + 1;
                steps.permits.release();
                Waiting.until("sent", () -> run.events() == next);
                TestStream leaving = server.connect("/a");
                for (int j = 0; j <= i; j++) {
                    assertThat(leaving.nextEvent().data()).isEqualTo("step " + j);
                }
                returning.add(leaving.reconnect());
                received.add(i + 1);
            }
            steps.permits.release();
            String all = first.readRest();

            assertThat(all).startsWith(PRELUDE).endsWith("data: completed\n\n");
            String events = all.substring(PRELUDE.length());
            assertThat(idsIn(events)).hasSize(EVENTS + 1).doesNotHaveDuplicates();
            for (TestStream stream : fromBeginning) {
                assertThat(stream.readRest()).isEqualTo(all);
            }
            for (int i = 0; i < returning.size(); i++) {
                assertThat(returning.get(i).readRest()).isEqualTo(PRELUDE + eventsAfter(events, received.get(i)));
            }
            for (int i = 0; i <= EVENTS; i++) {
                try (TestStream late =
                        server.client().withLastEventId(idsIn(events).get(i)).connect("/a")) {
                    if (i < EVENTS) {
                        assertThat(late.readRest()).isEqualTo(PRELUDE + eventsAfter(events, i + 1));
                    } else {
                        assertThat(late.status()).isEqualTo(204);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void endsClientsThatAttachMeanwhile(Transport transport) throws Exception {
        int threads = 4;
        ExecutorService connecting = Executors.newFixedThreadPool(threads);
        try (Runs runs = Runs.builder().build();
                TestServer server = serve(transport, runs, out -> {
                    for (int i = 0; i < 20; i++) {
                        out.send("step " + i);
                    }
                })) {
            for (int round = 0; round < 50; round++) {
                String path = "/start/" + round;
                List<Future<String>> received = IntStream.range(0, threads)
                        .mapToObj(thread -> connecting.submit(() -> {
                            try (TestStream stream = server.connect(path)) {
                                return stream.readRest();
                            }
                        }))
                        .toList();
                String first = received.get(0).get();

                assertThat(idsIn(first)).hasSize(21);
                assertThat(first).endsWith("data: completed\n\n");
                for (Future<String> other : received) {
                    assertThat(other.get()).isEqualTo(first);
                }
            }
        } finally {
            connecting.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void goesOnWhenClientsLeave(Transport transport) {
        Steps steps = new Steps(2);
        try (Runs runs = Runs.builder().build();
                TestServer server = serve(transport, runs, steps)) {
            TestStream client = server.connect("/start/a");
            steps.permits.release();
            assertThat(client.nextEvent().data()).isEqualTo("step 0");
            client.reset();
            Run run = runs.find("a").orElseThrow();
            Waiting.until("left", () -> run.clients() == 0);
            assertThat(run.state()).isEqualTo(RunState.RUNNING);
            steps.permits.release(2);
            Waiting.until("ended", () -> run.state() == RunState.COMPLETED);

            try (TestStream back = client.reconnect()) {
                assertThat(back.nextEvents(2)).extracting(MessageEvent::data).containsExactly("step 1", "completed");
                assertThat(back.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void endsEveryClientWhenStopped(Transport transport) throws Exception {
        Steps steps = new Steps(2);
        try (Runs runs = Runs.builder().build();
                TestServer server = serve(transport, runs, steps);
                TestStream one = server.connect("/start/a");
                TestStream other = server.connect("/a")) {
            steps.permits.release();
            one.nextEvent();
            other.nextEvent();
            assertThat(runs.find("a").orElseThrow().stop()).isTrue();

            for (TestStream stream : List.of(one, other)) {
                MessageEvent last = stream.nextEvent();
                assertThat(last.type()).isEqualTo("end");
                assertThat(last.data()).isEqualTo("stopped");
                assertThat(stream.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                try (TestStream back = stream.reconnect()) {
                    assertThat(back.status()).isEqualTo(204);
                }
            }
            steps.interrupted.await();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsFailureEvent(Transport transport) {
        CountDownLatch attached = new CountDownLatch(1);
        RunProducer failing = out -> {
            out.send("partly");
            attached.await();
            throw new IllegalStateException("expected by this test");
        };
        try (Runs runs = Runs.builder()
                        .failureEvent(failure -> Event.of("error", String.valueOf(failure.getMessage())))
                        .build();
                TestServer server = serve(transport, runs, failing);
                TestStream client = server.connect("/start/a")) {
            assertThat(client.nextEvent().data()).isEqualTo("partly");
            attached.countDown();

            MessageEvent last = client.nextEvent();
            assertThat(last.type()).isEqualTo("error");
            assertThat(last.data()).isEqualTo("expected by this test");
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            assertThat(runs.find("a").map(Run::state)).contains(RunState.FAILED);
            try (TestStream back = client.reconnect()) {
                assertThat(back.status()).isEqualTo(204);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void isGoneAfterRetention(Transport transport) throws Exception {
        ManualTicker ticker = new ManualTicker();
        try (Runs runs = Runs.builder()
                        .ticker(ticker)
                        .retention(Duration.ofMinutes(1))
                        .build();
                TestServer server = serve(transport, runs, out -> out.send("x"))) {
            TestStream client = server.connect("/start/a");
            assertThat(client.nextEvents(2)).extracting(MessageEvent::data).containsExactly("x", "completed");
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            assertThat(server.connect("/a").skipToEnd()).isEqualTo(StreamEnd.COMPLETE);
            ticker.advance(Duration.ofMinutes(1));

            assertThat(server.get("/a").status()).isEqualTo(404);
            try (TestStream back =
                    server.client().withLastEventId(client.lastEventId()).connect("/a")) {
                assertThat(back.status()).isEqualTo(404);
            }
            client.close();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void rejectsStartsBeyondTheLimit(Transport transport) {
        Steps steps = new Steps(0);
        try (Runs runs = Runs.builder().maxRuns(1).build();
                TestServer server = serve(transport, runs, steps);
                TestStream client = server.connect("/start/a")) {
            TestResponse rejected = server.request("POST", "/start/b", Headers.empty(), "");
            assertThat(rejected.status()).isEqualTo(503);
            assertThat(Integer.parseInt(rejected.header("Retry-After"))).isBetween(5, 15);
            steps.permits.release();
            assertThat(client.nextEvent().data()).isEqualTo("completed");
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            Run ended = runs.find("a").orElseThrow();
            Waiting.until("ended", () -> ended.state() == RunState.COMPLETED);

            try (TestStream other = server.connect("/start/b")) {
                steps.permits.release();
                assertThat(other.nextEvent().data()).isEqualTo("completed");
                assertThat(server.get("/a").status()).isEqualTo(404);
            }
        }
    }

    /** As an MCP client does, which names nothing but the id. */
    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void isFoundByLastEventIdAlone(Transport transport) {
        try (Runs runs = Runs.builder().build();
                TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO)
                                .respond(
                                        "/",
                                        request -> request.headers()
                                                .first("Last-Event-ID")
                                                .flatMap(runs::findByEventId)
                                                .<Reply>map(run -> run.reply(request))
                                                .orElseGet(() -> Response.of(404))))) {
            Run first = runs.start("first", out -> out.send("of first"));
            Run second = runs.start("second", out -> out.send("of second"));
            for (Run run : List.of(first, second)) {
                Waiting.until("ended", () -> run.state() == RunState.COMPLETED);
                String id;
                try (TestServer direct = TestServer.start(transport, b -> b.stream("/", run));
                        TestStream client = direct.connect("/")) {
                    MessageEvent event = client.nextEvent();
                    assertThat(event.data()).isEqualTo("of " + run.key());
                    id = event.lastEventId();
                    client.ignoreUnread();
                }
                try (TestStream client = server.client().withLastEventId(id).connect("/")) {
                    assertThat(client.nextEvent().data()).isEqualTo("completed");
                    assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                    try (TestStream again = client.reconnect()) {
                        assertThat(again.status()).isEqualTo(204);
                    }
                }
            }
            assertThat(server.client().withLastEventId("0-1").connect("/").status())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsEachClientItsView(Transport transport) {
        Steps steps = new Steps(2);
        try (Runs runs = Runs.builder().build();
                TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO).respond("/{name}", request -> {
                            String name = request.pathParameter("name");
                            return runs.start("a", steps)
                                    .reply(
                                            request,
                                            event -> Optional.of(event.withData(
                                                    name + " " + event.data().orElseThrow())));
                        }));
                TestStream one = server.connect("/one");
                TestStream two = server.connect("/two")) {
            steps.permits.release();
            assertThat(one.nextEvent().data()).isEqualTo("one step 0");
            assertThat(two.nextEvent().data()).isEqualTo("two step 0");
            one.close();
            steps.permits.release(2);

            assertThat(two.nextEvents(2)).extracting(MessageEvent::data).containsExactly("two step 1", "two completed");
            assertThat(two.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            try (TestStream back = one.reconnect()) {
                assertThat(back.nextEvents(2))
                        .extracting(MessageEvent::data)
                        .containsExactly("one step 1", "one completed");
                assertThat(back.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            }
            assertThat(steps.started).hasValue(1);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void outlivesItsServer(Transport transport) {
        Steps steps = new Steps(2);
        try (Runs runs = Runs.builder().build()) {
            String id;
            try (TestServer first = serve(transport, runs, steps);
                    TestStream client = first.connect("/start/a")) {
                steps.permits.release();
                id = client.nextEvent().lastEventId();
            }
            steps.permits.release(2);
            try (TestServer second = serve(transport, runs, steps);
                    TestStream client = second.client().withLastEventId(id).connect("/a")) {
                assertThat(client.nextEvents(2)).extracting(MessageEvent::data).containsExactly("step 1", "completed");
            }
            assertThat(steps.started).hasValue(1);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void holdsProducerToItsSlowestClient(Transport transport) {
        Flood flood = new Flood(0, 2000);
        try (Runs runs = Flood.runs();
                TestServer server = serve(transport, runs, flood);
                TestStream slow = Flood.client(server).connect("/start/a")) {
            assertThat(slow.nextEvent().data()).isEqualTo("first");
            flood.begin.release();

            assertThat(flood.sentUntilHeldBack()).isPositive().isLessThan(1000);
            flood.assertReceivedBy(slow);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void holdsProducerToClientThatCatchesUp(Transport transport) {
        Flood flood = new Flood(1000, 1001);
        try (Runs runs = Flood.runs();
                TestServer server = serve(transport, runs, flood)) {
            runs.start("a", flood);
            Waiting.until("sent without a client", () -> flood.sent.get() == 1000);
            try (TestStream slow = Flood.client(server).connect("/a")) {
                assertThat(slow.nextEvent().data()).isEqualTo("first");
                flood.begin.release();

                assertThat(flood.sentUntilHeldBack()).isEqualTo(1000);
                flood.assertReceivedBy(slow);
            }
        }
    }

    /**
     * A producer of large events.
     *
     * @param before how many it sends before {@code begin} is released, behind a first small one
     * @param all how many it sends in all
     */
    private record Flood(int before, int all, AtomicInteger sent, Semaphore begin) implements RunProducer {
        private static final String FILLING = "x".repeat(16 * 1024);

        Flood(int before, int all) {
            this(before, all, new AtomicInteger(), new Semaphore(0));
        }

        static Runs runs() {
            return Runs.builder()
                    .backPressure(50)
                    .historyBytes(1 << 30)
                    .maxBytes(1 << 30)
                    .build();
        }

        /** Returns a client that takes little at a time. */
        static TestClient client(TestServer server) {
            return server.client().withTimeout(Duration.ofSeconds(30)).withWindow(4096);
        }

        @Override
        public void run(RunOutput out) throws Exception {
            out.send("first");
            send(before, out);
            begin.acquire();
            send(all, out);
        }

        private void send(int last, RunOutput out) throws InterruptedException {
            for (int i = sent.get() + 1; i <= last; i++) {
                out.send(i + FILLING);
                sent.set(i);
            }
        }

        /** Returns how many have been sent when no more are for some time. */
        int sentUntilHeldBack() {
            Waiting.until("held back", () -> {
                int before = sent.get();
                LockSupport.parkNanos(100_000_000);
                return before > 0 && sent.get() == before;
            });
            return sent.get();
        }

        void assertReceivedBy(TestStream client) {
            for (int i = 1; i <= all; i++) {
                assertThat(client.nextEvent().data()).isEqualTo(i + FILLING);
            }
            assertThat(client.nextEvent().data()).isEqualTo("completed");
        }
    }
}
