package sse.integration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Event;
import sse.api.Response;
import sse.api.SseServer;
import sse.integration.Vectors.Vector;

/** Checks the golden cases of the codec against Chromium's {@code EventSource}, which a server of ours feeds. */
@Timeout(180)
class EventSourceIT {
    private static final long DEADLINE_SECONDS = 120;

    private static final String SKIPS_BYTE =
            "takes the byte after a byte order mark for part of the line, also if it ends it";

    /** The streams that it does not decode as the standard says, and how. */
    private static final Map<String, String> DEVIATIONS = Map.of(
            "a byte order mark before a blank line", SKIPS_BYTE,
            "a byte order mark before a lone CR", SKIPS_BYTE);

    private static Path chromium;

    @TempDir
    private Path profile;

    private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

    @BeforeAll
    static void findBrowser() {
        Assumptions.assumeTrue(Chromium.executable().isPresent(), "there is no chromium on the PATH");
        chromium = Chromium.executable().orElseThrow();
    }

    @Test
    void decodesStreamsAsWeDo() throws Exception {
        List<Vector> vectors = Vectors.decoder();
        List<List<DispatchedEvent>> expected =
                vectors.stream().map(DispatchedEvent::expected).toList();

        List<List<DispatchedEvent>> dispatched = dispatched(
                expected,
                builder -> builder.respond(
                        "/streams/{number}",
                        request -> Response.of(
                                "text/event-stream",
                                vectors.get(Integer.parseInt(request.pathParameter("number")))
                                        .wire())),
                "nio");

        Map<String, String> unlike = unlike(vectors, expected, dispatched);
        assertThat(unlike.keySet()).as("%s", unlike).isEqualTo(new TreeMap<>(DEVIATIONS).keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void getsTheEventsThatWereSent(String transport) throws Exception {
        List<Vector> vectors = Vectors.encoder();
        List<Event> events = vectors.stream().map(EventSourceIT::build).toList();
        List<List<DispatchedEvent>> expected =
                events.stream().map(DispatchedEvent::expected).toList();

        List<List<DispatchedEvent>> dispatched = dispatched(
                expected,
                builder -> builder.stream("/streams/{number}", stream -> {
                    stream.send(events.get(Integer.parseInt(stream.request().pathParameter("number"))));
                    stream.close();
                }),
                transport);

        assertThat(unlike(vectors, expected, dispatched)).isEmpty();
    }

    /** Lets the browser open each stream, and returns what it dispatches until the end of each. */
    private List<List<DispatchedEvent>> dispatched(
            List<List<DispatchedEvent>> expected, Consumer<SseServer.Builder> streams, String transport)
            throws Exception {
        String page = resource("/browser/decode.html");
        SseServer.Builder builder = SseServer.builder()
                .transport(transport)
                .port(0)
                .respond("/", request -> Response.html(page))
                .respond("/streams", request -> Response.text(listOf(expected)))
                .respond("/report", request -> {
                    reports.add(request.text());
                    return Response.of(204);
                });
        streams.accept(builder);
        try (SseServer server = builder.maxRequestBytes(1 << 20)
                        .reconnectWithin(Duration.ofMillis(1), Duration.ofMillis(2))
                        .start();
                Chromium browser =
                        Chromium.show(chromium, profile, URI.create("http://localhost:" + server.port() + "/"))) {
            String report = reports.poll(DEADLINE_SECONDS, SECONDS);
            assertThat(report).as("within " + DEADLINE_SECONDS + " s").isNotNull();
            return Stream.of(report.split("\n", -1)).map(DispatchedEvent::parse).toList();
        }
    }

    /** The types to listen to, and the paths of the streams. */
    private static String listOf(List<List<DispatchedEvent>> expected) {
        Set<String> types = new LinkedHashSet<>(Set.of("message"));
        expected.forEach(events -> events.forEach(event -> types.add(event.type())));
        List<String> lines = new ArrayList<>();
        lines.add(types.stream().map(EventSourceIT::hex).collect(Collectors.joining(",")));
        for (int i = 0; i < expected.size(); i++) {
            lines.add("/streams/" + i);
        }
        return String.join("\n", lines);
    }

    private static Map<String, String> unlike(
            List<Vector> vectors, List<List<DispatchedEvent>> expected, List<List<DispatchedEvent>> dispatched) {
        assertThat(dispatched).hasSameSizeAs(expected);
        Map<String, String> unlike = new TreeMap<>();
        for (int i = 0; i < vectors.size(); i++) {
            if (!dispatched.get(i).equals(expected.get(i))) {
                unlike.put(vectors.get(i).name(), "expected " + expected.get(i) + ", got " + dispatched.get(i));
            }
        }
        return unlike;
    }

    private static Event build(Vector vector) {
        Event.Builder builder = Event.builder();
        text(vector, "comment", builder::comment);
        text(vector, "type", builder::type);
        text(vector, "id", builder::id);
        text(vector, "retry", retry -> builder.retry(Duration.ofMillis(Long.parseLong(retry))));
        text(vector, "data", builder::data);
        return builder.build();
    }

    private static void text(Vector vector, String key, Consumer<String> part) {
        vector.all(key).forEach(line -> part.accept(Vectors.texts(line).get(0)));
    }

    private static String hex(String text) {
        return text.chars().mapToObj(unit -> String.format("%04x", unit)).collect(Collectors.joining());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(EventSourceIT.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
