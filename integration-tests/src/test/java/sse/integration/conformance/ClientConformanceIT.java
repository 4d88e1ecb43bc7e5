package sse.integration.conformance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.MessageEvent;
import sse.client.EventSource;
import sse.client.EventSourceException;
import sse.conformance.CaseResult.Outcome;
import sse.conformance.ClientConformance;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;

/** The kit's cases over HTTP, read by this library's client, and its command line. */
@Timeout(240)
class ClientConformanceIT {
    /** How many cases are read at a time. */
    private static final int READERS = 16;

    private static final Gson GSON = new Gson();
    private static final HttpClient CALLS =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A way to read. */
    enum Way {
        READER {
            @Override
            void read(EventSource.Builder builder, List<MessageEvent> events) {
                try (EventSource source = builder.build()) {
                    source.forEach(events::add);
                } catch (EventSourceException refused) {
                    // It has ended.
                }
            }
        },
        SUBSCRIBER {
            @Override
            void read(EventSource.Builder builder, List<MessageEvent> events) throws Exception {
                try (EventSource source = builder.build()) {
                    OneByOne subscriber = new OneByOne(events);
                    source.subscribe(subscriber);
                    // Not that of the source, which may come before the last event is received.
                    subscriber.end.get(60, SECONDS);
                }
            }
        },
        LISTENER {
            @Override
            void read(EventSource.Builder builder, List<MessageEvent> events) throws Exception {
                try (EventSource source = builder.onEvent(events::add).build().start()) {
                    source.end().get(60, SECONDS);
                }
            }
        };

        /** Reads until the source has ended. */
        abstract void read(EventSource.Builder builder, List<MessageEvent> events) throws Exception;
    }

    /** Requests one event after another. */
    private static final class OneByOne implements Flow.Subscriber<MessageEvent> {
        private final List<MessageEvent> events;
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private Flow.Subscription subscription;

        OneByOne(List<MessageEvent> events) {
            this.events = events;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(MessageEvent event) {
            events.add(event);
            subscription.request(1);
        }

        @Override
        public void onError(Throwable refused) {
            end.complete(null);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesEveryCase(Way way) throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try (ClientConformance conformance = ClientConformance.start(0)) {
            List<JsonObject> cases = cases(conformance.uri());
            List<Future<Integer>> reports = new ArrayList<>();
            for (JsonObject given : cases) {
                reports.add(readers.submit(() -> readAndReport(way, conformance.uri(), given)));
            }
            for (Future<Integer> report : reports) {
                assertThat(report.get()).isEqualTo(204);
            }

            assertThat(conformance.awaitReports(Duration.ZERO)).isTrue();
            assertThat(conformance.results()).hasSameSizeAs(cases).hasSizeGreaterThan(300);
            assertThat(conformance.results())
                    .filteredOn(result -> result.outcome() != Outcome.PASSED)
                    .isEmpty();
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void isRunByCommandLine() throws Exception {
        try (Program program = Program.java(List.of("-jar", Jars.path("sse-conformance"), "client"))) {
            URI uri = URI.create(program.awaitLine("cases at (.*)").group(1));
            for (JsonObject given : cases(uri)) {
                post(uri.resolve(given.get("report").getAsString()), "[]");
            }

            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("FAILED a type may have a parameter: expected 2 requests, got 0;"
                            + " expected [[\"message\", \"a\", \"\"]], got []\n")
                    .containsPattern("\n[0-9]+ passed, [0-9]+ failed, 2 warned, 0 skipped\n");
        }
    }

    @Test
    void namesWhatFails() throws Exception {
        try (ClientConformance conformance = ClientConformance.start(0)) {
            post(conformance.uri().resolve("/reports/0"), "[{\"type\": \"message\", \"data\": \"b\"}]");

            assertThat(conformance.awaitReports(Duration.ZERO)).isFalse();
            assertThat(conformance.results())
                    .extracting(Object::toString)
                    .startsWith("WARNED event streams are accepted: expected 2 requests, got 0;"
                            + " expected [[\"message\", \"a\", \"\"]], got [[\"message\", \"b\"]]")
                    .contains("SKIPPED nothing (whole): it has not been reported");
        }
    }

    @Test
    void rejectsWhatIsNoReport() throws Exception {
        try (ClientConformance conformance = ClientConformance.start(0)) {
            URI report = conformance.uri().resolve("/reports/0");

            assertThat(post(report, "[{\"type\": 1}]")).isEqualTo(400);
            assertThat(post(report, "[")).isEqualTo(400);
            assertThat(post(conformance.uri().resolve("/reports/99999"), "[]")).isEqualTo(404);
            assertThat(conformance.results()).isNotEmpty().allMatch(result -> result.outcome() == Outcome.SKIPPED);
        }
    }

    private static List<JsonObject> cases(URI uri) throws Exception {
        String list = CALLS.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        List<JsonObject> cases = new ArrayList<>();
        JsonParser.parseString(list)
                .getAsJsonObject()
                .getAsJsonArray("cases")
                .forEach(given -> cases.add(given.getAsJsonObject()));
        return cases;
    }

    /** Reads a case with a source that reconnects at once. Returns the status that the report is answered with. */
    private static int readAndReport(Way way, URI base, JsonObject given) throws Exception {
        List<MessageEvent> events = new CopyOnWriteArrayList<>();
        way.read(
                EventSource.builder(base.resolve(given.get("stream").getAsString()))
                        .client(CALLS)
                        .reconnectDelay(Duration.ofMillis(1))
                        .jitter(0),
                events);
        List<Map<String, String>> report = events.stream()
                .map(event -> Map.of("type", event.type(), "data", event.data(), "lastEventId", event.lastEventId()))
                .toList();
        return post(base.resolve(given.get("report").getAsString()), GSON.toJson(report));
    }

    private static int post(URI uri, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build();
        try {
            return CALLS.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException closed) {
            // The kit's server may close a connection just when it is used again; a report may be sent twice.
            return CALLS.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
