package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Cors;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.integration.browser.drivers.Engine;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.fixtures.Transports;

/** Cross-origin streams in a browser that has a cookie for their host. */
@InEachBrowser
class BrowserCorsIT {
    private static final Named<Function<String, Cors>> ANY = Named.of("any", origin -> Cors.allow("*"));
    private static final Named<Function<String, Cors>> PAGE = Named.of("the page's", Cors::allow);
    private static final Named<Function<String, Cors>> PAGE_WITH_CREDENTIALS = Named.of(
            "the page's with credentials",
            origin -> Cors.builder()
                    .origins("https://example.org", origin)
                    .credentials(true)
                    .build());
    private static final Named<Function<String, Cors>> ANOTHER_WITH_CREDENTIALS = Named.of(
            "another with credentials",
            origin -> Cors.builder()
                    .origins("https://example.org")
                    .credentials(true)
                    .build());

    private final PageStreams streams = new PageStreams();

    static Stream<Arguments> allowed() {
        return onEachTransport(
                List.of(ANY, false),
                List.of(PAGE, false),
                List.of(PAGE_WITH_CREDENTIALS, false),
                List.of(PAGE_WITH_CREDENTIALS, true));
    }

    static Stream<Arguments> refused() {
        return onEachTransport(
                List.of(ANY, true),
                List.of(PAGE, true),
                List.of(ANOTHER_WITH_CREDENTIALS, false),
                List.of(ANOTHER_WITH_CREDENTIALS, true));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void deliversToAllowedOrigin(
            Transport transport, Function<String, Cors> allowed, boolean withCredentials, Page page) throws Exception {
        try (SseServer home = startHome(transport);
                SseServer server = startAllowing(allowed.apply(origin(home)), transport)) {
            PageEventSource source = open(page, home, server, withCredentials);
            source.awaitOpen();
            EventStream first = streams.nextOpened();
            Headers headers = first.request().headers();
            assertThat(headers.first("Origin")).contains(origin(home));
            assertThat(headers.first("Cookie")).isEqualTo(withCredentials ? Optional.of("user=7") : Optional.empty());
            first.send(Event.of("one").withId("1"));
            first.close();
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "one", "1"));

            source.awaitLoss();
            source.awaitOpen();
            EventStream second = streams.nextOpened();
            assertThat(second.lastEventId()).contains("1");
            assertThat(second.request().headers().first("Cookie")).isEqualTo(headers.first("Cookie"));
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void failsForOtherOriginForGood(
            Transport transport, Function<String, Cors> allowed, boolean withCredentials, Page page) throws Exception {
        try (SseServer home = startHome(transport);
                SseServer server = startAllowing(allowed.apply(origin(home)), transport)) {
            PageEventSource source = open(page, home, server, withCredentials);
            source.awaitEnd();

            // The browser sends the request and checks the response's headers afterwards.
            streams.nextOpened();
            assertThat(streams.nextClosed()).isEqualTo(CloseReason.CLIENT_GONE);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void losesRestartedServerOnlyInFirefox(Transport transport, Page page) throws Exception {
        SseServer first = startAllowing(Cors.allow("*"), transport, 0);
        try (first;
                SseServer home = startHome(transport)) {
            PageEventSource source = open(page, home, first, false);
            source.awaitOpen();
            streams.nextOpened().send(Event.of("one").withId("1"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "one", "1"));
            first.close();
            source.awaitLoss();
            if (page.engine() == Engine.FIREFOX) {
                source.awaitEnd();
                return;
            }

            source.awaitLoss();
            try (SseServer second = startAllowing(Cors.allow("*"), transport, first.port())) {
                source.awaitReopening();
                assertThat(streams.nextOpened().lastEventId()).contains("1");
                assertThat(second.openStreams()).isEqualTo(1);
            }
        }
    }

    private static SseServer startHome(Transport transport) throws Exception {
        return PageStreams.addPage(SseServer.builder())
                .transport(transport)
                .port(0)
                .start();
    }

    private SseServer startAllowing(Cors cors, Transport transport) throws Exception {
        return startAllowing(cors, transport, 0);
    }

    private SseServer startAllowing(Cors cors, Transport transport, int port) throws Exception {
        return streams.addTo(SseServer.builder().cors(cors), PageStreams.QUICK)
                .transport(transport)
                .port(port)
                .closeTimeout(Duration.ZERO)
                .start();
    }

    private static PageEventSource open(Page page, SseServer home, SseServer server, boolean withCredentials) {
        String stream = PageStreams.url(server.port()) + "events";
        page.navigate(PageStreams.url(home.port()));
        // A cookie applies to every port of its host.
        page.evaluate("() => { document.cookie = 'user=7'; }");
        return withCredentials ? PageEventSource.withCredentials(page, stream) : PageEventSource.open(page, stream);
    }

    private static String origin(SseServer server) {
        return "http://localhost:" + server.port();
    }

    @SafeVarargs
    private static Stream<Arguments> onEachTransport(List<Object>... cases) {
        return Transports.overSockets()
                .flatMap(transport -> Stream.of(cases).map(each -> Arguments.of(transport, each.get(0), each.get(1))));
    }
}
