package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.Transports;
import sse.integration.fixtures.Waiting;

/**
 * A page in a real browser that has enough of a stream: the server gets it back. Only a page that is left but kept, to
 * be shown again, may hold on to its streams.
 */
@ExtendWith(Chromium.class)
class BrowserDisconnectIT {
    private final PageStreams streams = new PageStreams();

    static Stream<Arguments> waysToLeave() {
        List<Named<BiConsumer<Page, PageEventSource>>> ways = List.of(
                Named.of("close()", (page, source) -> source.close()),
                Named.of("navigation from a page that closes it then", (page, source) -> {
                    source.closeWhenLeft();
                    page.navigate(page.url() + "?another");
                }),
                Named.of("navigation from a page that is not kept", (page, source) -> {
                    // Because it wants to be told when it goes.
                    page.evaluate("addEventListener('unload', () => {})");
                    page.navigate(page.url() + "?another");
                }),
                Named.of("reload", (page, source) -> page.reload()),
                Named.of("a closed tab", (page, source) -> page.close()));
        return Transports.overSockets().flatMap(transport -> ways.stream().map(way -> Arguments.of(transport, way)));
    }

    @ParameterizedTest
    @MethodSource("waysToLeave")
    void freesTheStream(Transport transport, BiConsumer<Page, PageEventSource> way, Page page) throws Exception {
        // Without a word from the server, nio notices too.
        StreamOptions options =
                transport.name().equals("nio") ? PageStreams.QUICK.withoutHeartbeat() : PageStreams.QUICK;
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
            Waiting.until("the server has room again", () -> server.openStreams() == 0);
        }
    }
}
