package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.integration.browser.Vectors.Vector;
import sse.nio.NioTransport;

/** Runs the codec's golden vectors against Chromium's {@code EventSource}. */
@ExtendWith(Chromium.class)
@Timeout(180)
class EventSourceIT {
    private static final String SKIPS_BYTE =
            "takes the byte after a byte order mark for part of the line, also if it ends it";

    /** The vectors that Chromium decodes differently from the standard, and its result. */
    private static final Map<String, String> DEVIATIONS = Map.of(
            "a byte order mark before a blank line", SKIPS_BYTE,
            "a byte order mark before a lone CR", SKIPS_BYTE);

    @Test
    void agreesWithOurDecoder(Page page) throws Exception {
        List<Vector> vectors = Vectors.decoder();
        List<List<DispatchedEvent>> expected =
                vectors.stream().map(DispatchedEvent::expected).toList();

        List<List<DispatchedEvent>> dispatched = dispatched(
                page,
                expected,
                builder -> builder.transport(new NioTransport())
                        .respond(
                                "/streams/{number}",
                                request -> Response.of(
                                        "text/event-stream",
                                        vectors.get(Integer.parseInt(request.pathParameter("number")))
                                                .wire())));

        Map<String, String> unlike = unlike(vectors, expected, dispatched);
        assertThat(unlike.keySet()).as("%s", unlike).isEqualTo(new TreeMap<>(DEVIATIONS).keySet());
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void dispatchesEncodedEvents(Transport transport, Page page) throws Exception {
        List<Vector> vectors = Vectors.encoder();
        List<Event> events = vectors.stream().map(EventSourceIT::build).toList();
        List<List<DispatchedEvent>> expected =
                events.stream().map(DispatchedEvent::expected).toList();

        List<List<DispatchedEvent>> dispatched = dispatched(
                page,
                expected,
                builder -> builder.transport(transport).stream("/streams/{number}", stream -> {
                    stream.send(events.get(Integer.parseInt(stream.request().pathParameter("number"))));
                    stream.close();
                }));

        assertThat(unlike(vectors, expected, dispatched)).isEmpty();
    }

    /** Opens each stream in the browser and returns the events that it dispatches until the end of each. */
    private static List<List<DispatchedEvent>> dispatched(
            Page page, List<List<DispatchedEvent>> expected, Consumer<SseServer.Builder> streams) throws Exception {
        Set<String> types = expected.stream()
                .flatMap(List::stream)
                .map(DispatchedEvent::type)
                .collect(Collectors.toSet());
        SseServer.Builder builder = SseServer.builder();
        streams.accept(builder);
        try (SseServer server = PageStreams.addPage(builder).port(0).start()) {
            page.navigate(PageStreams.url(server.port()));
            List<List<DispatchedEvent>> dispatched = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                dispatched.add(PageEventSource.read(page, "/streams/" + i, types));
            }
            return dispatched;
        }
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
}
