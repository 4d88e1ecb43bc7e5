package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Cors;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.examples.Ticks;
import sse.integration.browser.drivers.Engine;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.fixtures.Waiting;

/** Pages with the script of the guide to browsers, {@code listen.js}. */
@InEachBrowser
class ListenScriptIT {
    private static final StreamOptions RESUMABLE =
            PageStreams.QUICK.toBuilder().lastEventIdParameter("after").build();

    private static final String PAGE = """
            <!doctype html>
            <title>Listening</title>
            <script type="module">
                import { listen } from "/listen.js";
                window.heard = [];
                window.errors = 0;
                window.isRestored = false;
                addEventListener("pageshow", event => { isRestored ||= event.persisted; });
                window.end = listen("%s", {
                    message: event => heard.push(event.lastEventId + " " + event.data),
                    error: () => errors++,
                });
            </script>
            """;

    private final PageStreams streams = new PageStreams();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void hasOneStreamAfterComingBack(Transport transport, Page page) throws Exception {
        try (SseServer server = streams.addTo(listening("/events"), RESUMABLE)
                .transport(transport)
                .port(0)
                .start()) {
            String address = PageStreams.url(server.port()) + "listening";
            page.navigate(address);
            EventStream first = streams.nextOpened();
            first.send(Event.of("one").withId("1"));
            awaitHeard(page, "1 one");
            page.navigate(PageStreams.url(server.port()));
            assertThat(streams.nextClosed()).isEqualTo(CloseReason.CLIENT_GONE);

            page.backTo(address);
            EventStream current = streams.nextOpened();
            boolean isRestored = page.evaluate("() => isRestored").getAsBoolean();
            // Firefox does not keep a page with an open stream.
            assertThat(isRestored).isEqualTo(page.engine() != Engine.FIREFOX);
            assertThat(current.lastEventId().isPresent()).isEqualTo(isRestored);
            // Another stream would have opened, too, before this one has been opened again so often.
            for (int i = 0; i < 4; i++) {
                assertThat(streams.hasOpened()).isFalse();
                current.close();
                assertThat(streams.nextClosed()).isEqualTo(CloseReason.COMPLETED);
                current = streams.nextOpened();
            }
            current.send(Event.of("two").withId("2"));
            awaitHeard(page, isRestored ? "1 one, 2 two" : "2 two");
            assertThat(server.openStreams()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void resumesFromResumePoint(Transport transport, Page page) throws Exception {
        try (SseServer server = streams.addTo(listening("/events"), RESUMABLE)
                .transport(transport)
                .port(0)
                .start()) {
            String address = PageStreams.url(server.port()) + "listening";
            page.navigate(address);
            EventStream first = streams.nextOpened();
            first.send(Event.of("resume-point", "").withId("1"));
            first.close();
            assertThat(streams.nextClosed()).isEqualTo(CloseReason.COMPLETED);
            assertThat(streams.nextOpened().lastEventId()).contains("1");
            page.navigate(PageStreams.url(server.port()));
            assertThat(streams.nextClosed()).isEqualTo(CloseReason.CLIENT_GONE);

            page.backTo(address);
            boolean isRestored = page.evaluate("() => isRestored").getAsBoolean();
            assertThat(isRestored).isEqualTo(page.engine() != Engine.FIREFOX);
            assertThat(streams.nextOpened().lastEventId()).isEqualTo(isRestored ? Optional.of("1") : Optional.empty());
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void returnsToRestartedServerOfOtherOrigin(Transport transport, Page page) throws Exception {
        SseServer first = startForAny(transport, 0);
        int port = first.port();
        String stream = PageStreams.url(port) + "events";
        try (first;
                SseServer home = listening(stream).transport(transport).port(0).start()) {
            page.navigate(PageStreams.url(home.port()) + "listening");
            streams.nextOpened().send(Event.of("one").withId("1"));
            awaitHeard(page, "1 one");
            first.close();
            // The end of the stream, and a refused connection, after which Firefox has given up.
            page.await("() => errors >= 2");

            try (SseServer second = startForAny(transport, port)) {
                EventStream back = streams.nextOpened();
                assertThat(back.lastEventId()).contains("1");
                back.send(Event.of("two").withId("2"));
                awaitHeard(page, "1 one, 2 two");
                assertThat(second.openStreams()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void endsForGood(Transport transport, Page page) throws Exception {
        try (SseServer server = streams.addTo(listening("/events"), PageStreams.QUICK)
                .transport(transport)
                .port(0)
                .start()) {
            String address = PageStreams.url(server.port()) + "listening";
            page.navigate(address);
            streams.nextOpened().send(Event.of("one").withId("1"));
            awaitHeard(page, "1 one");
            page.evaluate("() => end()");
            assertThat(streams.nextClosed()).isEqualTo(CloseReason.CLIENT_GONE);
            Waiting.until("stream is released", () -> server.openStreams() == 0);

            page.navigate(PageStreams.url(server.port()));
            page.backTo(address);
            // Without a stream every browser keeps the page.
            assertThat(page.evaluate("() => isRestored").getAsBoolean()).isTrue();
            PageEventSource other = PageEventSource.open(page, "/events");
            // The ended one would have opened, too, before this one has been opened again so often.
            for (int i = 0; i < 4; i++) {
                other.awaitOpen();
                EventStream current = streams.nextOpened();
                assertThat(current.lastEventId()).isEmpty();
                current.close();
                assertThat(streams.nextClosed()).isEqualTo(CloseReason.COMPLETED);
                other.awaitLoss();
            }
            other.awaitOpen();
            streams.nextOpened();
            assertThat(streams.hasOpened()).isFalse();
            assertThat(server.openStreams()).isEqualTo(1);
        }
    }

    private SseServer startForAny(Transport transport, int port) throws IOException {
        return streams.addTo(SseServer.builder().cors(Cors.allow("*")), RESUMABLE)
                .transport(transport)
                .port(port)
                .closeTimeout(Duration.ZERO)
                .start();
    }

    /** Returns a builder with a page that listens, and its script. */
    private static SseServer.Builder listening(String stream) {
        byte[] script = Ticks.listenScript().getBytes(StandardCharsets.UTF_8);
        return SseServer.builder()
                .respond("/listening", request -> Response.html(PAGE.formatted(stream)))
                .respond("/listen.js", request -> Response.of("text/javascript", script));
    }

    private static void awaitHeard(Page page, String expected) {
        page.await("expected => heard.join(', ') === expected", expected);
    }
}
