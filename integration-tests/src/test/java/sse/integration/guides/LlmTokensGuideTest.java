package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.api.Reply;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.Run;
import sse.api.RunState;
import sse.api.Runs;
import sse.api.SendResult;
import sse.api.SseServer;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestConnection;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/llm-tokens-and-progress.md}. */
class LlmTokensGuideTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** A token that comes only when the thread that waits for it is interrupted. */
    private static final String NEVER = "never";

    private final Model model = new Model();
    private final List<String> stored = new ArrayList<>();

    @Test
    void answersWithErrorOrStream() {
        try (TestServer server = TestServer.start(LlmTokensGuideTest::answers)) {
            assertThat(patient(server)
                            .request("POST", "/v1/answers", Headers.empty(), " ")
                            .status())
                    .isEqualTo(400);
            assertThat(server.get("/v1/answers").status()).isEqualTo(405);
            assertThat(patient(server)
                            .request("POST", "/v1/answers", Headers.empty(), "a b")
                            .text())
                    .isEqualTo(":\nretry: 3000\ndata: a\n\ndata: b\n\nevent: done\ndata: stop\n\n");
        }
    }

    private static void answers(SseServer.Builder builder) {
        builder.respond("/v1/answers", RequestOptions.methods("POST"), request -> {
            String question = request.text().strip();
            if (question.isEmpty()) {
                return Response.json("{\"error\":\"the question is missing\"}").withStatus(400);
            }
            return Reply.stream(stream -> answer(question, stream));
        });
    }

    private static void answer(String question, EventStream stream) throws InterruptedException {
        for (String token : tokensOf(question)) {
            if (stream.send(Event.of(token), Duration.ofSeconds(30)) != SendResult.ACCEPTED) {
                return; // The client has left, or takes nothing.
            }
        }
        stream.send(Event.of("done", "stop"));
        stream.close();
    }

    private static Iterable<String> tokensOf(String question) {
        return Stream.of(question.split(" ")).peek(LlmTokensGuideTest::think)::iterator;
    }

    private static void think(String token) {
        while (token.equals(NEVER) && !Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
    }

    @Test
    void startsAttachesAndStops() {
        try (TestServer server = TestServer.start(LlmTokensGuideTest::background)) {
            // The producer has a thread of its own.
            String answer = server.client()
                    .withTimeout(LONG)
                    .request("POST", "/answers/1", Headers.empty(), "a b")
                    .text();
            assertThat(answer)
                    .matches(":\nretry: 3000\nid: [^\n]+\ndata: a\n\nid: [^\n]+\ndata: b\n\n"
                            + "event: end\nid: [^\n]+\ndata: completed\n\n");
            assertThat(patient(server)
                            .request("POST", "/answers/1", Headers.empty(), "c")
                            .text())
                    .isEqualTo(answer);
            try (TestStream page = patient(server).connect("/answers/1")) {
                assertThat(page.nextEvents(3)).extracting(MessageEvent::data).containsExactly("a", "b", "completed");
                assertThat(page.reconnect().status()).isEqualTo(204);
            }
            assertStops(server, "/answers/3");
            assertThat(server.get("/answers/2").status()).isEqualTo(404);
        }
    }

    private static void assertStops(TestServer server, String path) {
        try (TestConnection asking = patient(server).open()) {
            asking.send("POST", path, Headers.empty(), "a " + NEVER);
            TestStream answer = asking.receiveStream();
            assertThat(answer).nextEvent().hasData("a");
            assertThat(patient(server)
                            .request("DELETE", path, Headers.empty(), "")
                            .status())
                    .isEqualTo(204);
            assertThat(answer).nextEvent().hasType("end").hasData("stopped");
            assertThat(answer.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    private static void background(SseServer.Builder builder) {
        Runs runs = Runs.builder().retention(Duration.ofMinutes(10)).build();
        builder.respond(
                "/answers/{id}",
                RequestOptions.methods("POST"),
                request -> runs.reply(
                        request.pathParameter("id"),
                        request,
                        out -> tokensOf(request.text()).forEach(out::send)));
        builder.respond(
                "/answers/{id}",
                RequestOptions.methods("GET"),
                request -> runs.reply(request.pathParameter("id"), request));
        builder.respond("/answers/{id}", RequestOptions.methods("DELETE"), request -> {
            runs.find(request.pathParameter("id")).ifPresent(Run::stop);
            return Response.of(204);
        });
    }

    /** A model whose answers never end by themselves. */
    private static final class Model {
        final CountDownLatch called = new CountDownLatch(1);
        final AtomicBoolean cancelled = new AtomicBoolean();

        Call call(String question) {
            return new Call(this, question);
        }
    }

    /** A call that an interrupt does not end. */
    private record Call(Model model, String question) {
        void cancel() {
            model.cancelled.set(true);
        }

        void forEachToken(Consumer<String> action) {
            action.accept(question);
            model.called.countDown();
            while (!model.cancelled.get()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void sendsViewOfRun() throws Exception {
        try (Runs runs = Runs.builder().build();
                TestServer server = TestServer.start(builder -> {
                    builder.respond("/public/{id}", request -> {
                        Optional<Run> run = runs.find(request.pathParameter("id"));
                        return run.isEmpty() ? Response.of(404) : run.get().reply(request, Views::withoutDetails);
                    });
                })) {
            Run run = runs.start("a", out -> {
                out.send(Event.of("detail", "secret"));
                out.send("said");
            });
            assertThat(run.awaitEnd(Duration.ofSeconds(30))).isTrue();

            try (TestStream client = patient(server).connect("/public/a")) {
                assertThat(client.nextEvents(2)).extracting(MessageEvent::data).containsExactly("said", "completed");
                assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            }
            assertThat(patient(server).get("/public/b").status()).isEqualTo(404);
        }
    }

    /** Returns a client that waits: the thread of a run may be at work for its request. */
    private static TestClient patient(TestServer server) {
        return server.client().withTimeout(LONG);
    }

    /** What clients may see. */
    private static final class Views {
        static Optional<Event> withoutDetails(Event event) {
            return event.type().equals(Optional.of("detail")) ? Optional.empty() : Optional.of(event);
        }
    }

    @Test
    void cancelsCallOfStoppedRun() throws Exception {
        try (Runs runs = Runs.builder().build()) {
            Run run = runs.start("report", out -> {
                Call call = model.call("summarize");
                out.onStop(call::cancel);
                call.forEachToken(out::send);
            });
            model.called.await();
            assertThat(run.stop()).isTrue();

            assertThat(run.state()).isEqualTo(RunState.STOPPED);
            while (!model.cancelled.get()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void reportsProgressAndResult() throws Exception {
        List<Integer> rows = IntStream.range(0, 250).boxed().toList();
        try (Runs runs = Runs.builder().build();
                TestServer server = TestServer.start(builder ->
                        builder.respond("/jobs/{id}", request -> runs.reply(request.pathParameter("id"), request)))) {
            Run job = runs.start("import-7", out -> {
                for (int done = 0; done < rows.size(); done++) {
                    if (done % 100 == 0) {
                        out.send(Event.of("progress", done + "/" + rows.size()));
                    }
                    store(rows.get(done));
                }
                out.send(Event.of("result", rows.size() + " rows"));
            });

            assertThat(job.awaitEnd(LONG)).isTrue();
            try (TestStream page = patient(server).connect("/jobs/import-7")) {
                assertThat(page).nextEvent().hasType("progress").hasData("0/250");
                assertThat(page).nextEvent().hasType("progress").hasData("100/250");
                assertThat(page).nextEvent().hasType("progress").hasData("200/250");
                assertThat(page).nextEvent().hasType("result").hasData("250 rows");
                assertThat(page).nextEvent().hasType("end").hasData("completed");
            }
            assertThat(stored).hasSize(250);
        }
    }

    private void store(int row) {
        stored.add(Integer.toString(row));
    }

    @Test
    void closesRunsBeforeTheServer() throws Exception {
        Runs runs = Runs.builder().build();
        TestServer server = TestServer.start(builder -> builder.respond("/", request -> runs.reply("a", request)));
        Run run = runs.start("a", out -> out.send("x"));
        close(runs, server.server());

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
    }

    private static void close(Runs runs, SseServer server) {
        // Starts none, waits for those that are running, stops the others.
        runs.close(Duration.ofSeconds(30));
        // Sends each client the rest.
        server.close();
    }
}
