package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.fixtures.Transports;
import sse.integration.fixtures.Waiting;

/**
 * A page that closes its stream or is left: the server releases the stream. A page in the back/forward cache may keep
 * its streams.
 */
@InEachBrowser
class BrowserDisconnectIT {
    private final PageStreams streams = new PageStreams();

    static Stream<Arguments> waysToLeave() {
        List<Named<BiConsumer<Page, PageEventSource>>> ways = List.of(
                Named.of("close()", (page, source) -> source.close()),
                Named.of("navigation from a page that closes it then", (page, source) -> {
                    source.closeWhenLeft();
                    leave(page);
                }),
                Named.of("navigation from a page that is not kept", (page, source) -> {
                    // Its pagehide listener keeps it out of the back/forward cache.
                    page.evaluate("() => addEventListener('unload', () => {})");
                    leave(page);
                }),
                Named.of("reload", (page, source) -> page.reload()),
                Named.of("a closed tab", (page, source) -> page.close()));
        return Transports.overSockets().flatMap(transport -> ways.stream().map(way -> Arguments.of(transport, way)));
    }

    @ParameterizedTest
    @MethodSource("waysToLeave")
    void freesTheStream(Transport transport, BiConsumer<Page, PageEventSource> way, Page page) throws Exception {
        // The nio transport detects the disconnect without a write.
        StreamOptions options = transport.name().equals("nio")
                ? PageStreams.QUICK.toBuilder().noHeartbeat().build()
                : PageStreams.QUICK;
        try (SseServer server = streams.start(transport, options)) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events");
            source.awaitOpen();
            EventStream stream = streams.nextOpened();
            stream.send("hello");
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "hello", ""));

            way.accept(page, source);
            assertThat(streams.nextClosed()).isEqualTo(CloseReason.CLIENT_GONE);
            assertThat(stream.isOpen()).isFalse();
            Waiting.until("streams are released", () -> server.openStreams() == 0);
        }
    }

    private static void leave(Page page) {
        page.navigate(page.evaluate("() => location.href").getAsString() + "?another");
    }
}
