package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.conformance.Cases;
import sse.conformance.DecoderCase;
import sse.conformance.EncoderCase;
import sse.conformance.EncoderCase.Field;
import sse.integration.browser.drivers.Engine;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.nio.NioTransport;

/** Runs the cases of the conformance kit against the {@code EventSource} of each browser. */
@InEachBrowser
@Timeout(180)
class EventSourceIT {
    private static final String SKIPS_BYTE =
            "takes the byte after a byte order mark for part of the line, also if it ends it";
    private static final String DROPS_NUL = "drops NUL from data, and loses a block with NUL in another field";
    private static final String FORGETS_IDS = "forgets the id of a block without data";
    private static final String DETECTS_UTF_16 = "decodes a stream as UTF-16 if it begins with that byte order mark";

    /** The cases that a browser decodes differently from the standard, and its result. */
    private static final Map<Engine, Map<String, String>> DEVIATIONS = Map.of(
            Engine.CHROMIUM,
            Map.of(
                    "a byte order mark before a blank line", SKIPS_BYTE,
                    "a byte order mark before a lone CR", SKIPS_BYTE),
            Engine.FIREFOX,
            Map.ofEntries(
                    Map.entry("NUL first, last and alone in an id", DROPS_NUL),
                    Map.entry("NUL in a name makes another field", DROPS_NUL),
                    Map.entry("a line of NUL is not blank", DROPS_NUL),
                    Map.entry("a type with NUL", DROPS_NUL),
                    Map.entry("an id after one with NUL counts", DROPS_NUL),
                    Map.entry("an id with NUL is ignored", DROPS_NUL),
                    Map.entry("an id with NUL leaves the one of its own block", DROPS_NUL),
                    Map.entry("other controls do not end a line", DROPS_NUL),
                    Map.entry("an empty id without data resets", FORGETS_IDS),
                    Map.entry("an id of the block before counts although it had no data", FORGETS_IDS),
                    Map.entry("an id without data counts for the next event", FORGETS_IDS)),
            Engine.WEBKIT,
            Map.of(
                    "a byte order mark of UTF-16 is part of the line", DETECTS_UTF_16,
                    "a stream in UTF-16 says nothing", DETECTS_UTF_16));

    /** What Firefox decodes differently of the encoder's cases. */
    private static final Set<String> ENCODED_NUL = Set.of("NUL is kept in data, type and comment");

    @Test
    void agreesWithOurDecoder(Page page) throws Exception {
        List<DecoderCase> cases = Cases.decoder();
        List<List<DispatchedEvent>> expected =
                cases.stream().map(DispatchedEvent::expected).toList();

        List<List<DispatchedEvent>> dispatched = dispatched(
                page,
                expected,
                builder -> builder.transport(new NioTransport())
                        .respond(
                                "/streams/{number}",
                                request -> Response.of(
                                        "text/event-stream",
                                        cases.get(Integer.parseInt(request.pathParameter("number"))).stream())));

        Map<String, String> unlike = unlike(names(cases), expected, dispatched);
        assertThat(unlike.keySet())
                .as("%s", unlike)
                .isEqualTo(DEVIATIONS.get(page.engine()).keySet());
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void dispatchesEncodedEvents(Transport transport, Page page) throws Exception {
        List<EncoderCase> cases = Cases.encoder().stream()
                .filter(encoderCase -> encoderCase.refused().isEmpty())
                .toList();
        List<Event> events = cases.stream().map(EventSourceIT::build).toList();
        List<List<DispatchedEvent>> expected =
                events.stream().map(DispatchedEvent::expected).toList();

        List<List<DispatchedEvent>> dispatched = dispatched(
                page,
                expected,
                builder -> builder.transport(transport).stream("/streams/{number}", stream -> {
                    stream.send(events.get(Integer.parseInt(stream.request().pathParameter("number"))));
                    stream.close();
                }));

        Map<String, String> unlike = unlike(names(cases), expected, dispatched);
        assertThat(unlike.keySet())
                .as("%s", unlike)
                .isEqualTo(page.engine() == Engine.FIREFOX ? ENCODED_NUL : Set.of());
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
            List<String> names, List<List<DispatchedEvent>> expected, List<List<DispatchedEvent>> dispatched) {
        assertThat(dispatched).hasSameSizeAs(expected);
        Map<String, String> unlike = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (!dispatched.get(i).equals(expected.get(i))) {
                unlike.put(names.get(i), "expected " + expected.get(i) + ", got " + dispatched.get(i));
            }
        }
        return unlike;
    }

    private static List<String> names(List<?> cases) {
        return cases.stream().map(Object::toString).toList();
    }

    private static Event build(EncoderCase encoderCase) {
        Event.Builder builder = Event.builder();
        encoderCase.text(Field.COMMENT).ifPresent(builder::comment);
        encoderCase.text(Field.TYPE).ifPresent(builder::type);
        encoderCase.text(Field.ID).ifPresent(builder::id);
        encoderCase.retryMillis().ifPresent(millis -> builder.retry(Duration.ofMillis(millis)));
        encoderCase.text(Field.DATA).ifPresent(builder::data);
        return builder.build();
    }
}
