package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Admission;
import sse.api.Event;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.spi.Transport;
import sse.examples.Ticks;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.documents.Markdown;
import sse.nio.NioTransport;

/** Pages that users copy: the page of the ticks example and the first script of the guide to browsers. */
@InEachBrowser
class ExamplePagesIT {
    /** The ids that the demo page shows, newest first. */
    private static final String IDS =
            "() => [...document.querySelectorAll('[data-type=message] .id')].map(id => id.textContent)";

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void resumesAfterServerRestart(Transport transport, Page page) throws Exception {
        SseServer first = server(transport, 0);
        try {
            page.navigate(PageStreams.url(first.port()) + "demo");
            page.awaitText("#state", "open");
            page.awaitText("#viewers", "1");
            awaitIds(page, 2);
            first.close();
            try (SseServer second = server(transport, first.port())) {
                page.awaitText("#reconnects", "1");
                awaitIds(page, ids(page).size() + 2);
                assertThat(page.text("#state")).isEqualTo("open");
                List<String> shown = ids(page);
                assertThat(shown).isEqualTo(newestFirst(shown.size()));
                assertThat(second.openStreams()).isEqualTo(2);
            }
        } finally {
            first.close();
        }
    }

    @Test
    void showsEachEventOnceAfterComingBack(Page page) throws Exception {
        try (SseServer server = server(new NioTransport(), 0)) {
            String address = PageStreams.url(server.port()) + "demo";
            page.navigate(address);
            awaitIds(page, 2);
            page.navigate(PageStreams.url(server.port()));
            page.backTo(address);

            // The time of 20 ticks is longer than that after which a stream left over would be opened again.
            awaitIds(page, ids(page).size() + 20);
            List<String> shown = ids(page);
            assertThat(shown).isEqualTo(newestFirst(shown.size()));
            assertThat(page.text("#viewers")).isEqualTo("1");
            assertThat(server.openStreams()).isEqualTo(2);
        }
    }

    @Test
    void runsTheFirstScriptOfTheGuide(Page page) throws Exception {
        String script =
                Markdown.read("docs/guides/browsers.md").blocks("js").get(0).text();
        String log = "window.said = []; console.log = (...words) => said.push(words.join(' '));\n";
        AtomicBoolean opened = new AtomicBoolean();
        StreamOptions once = StreamOptions.builder()
                .retry(Duration.ofMillis(50))
                .admission(request -> opened.getAndSet(true) ? Admission.stop() : Admission.accept())
                .build();
        try (SseServer server = SseServer.builder().transport("nio").port(0).stream("/prices", once, stream -> {
                    stream.send(Event.of("hello").withId("7"));
                    stream.send(Event.of("viewers", "3"));
                    stream.close();
                })
                .respond("/", request -> Response.html("<!doctype html><script>" + log + script + "</script>"))
                .start()) {
            page.navigate(PageStreams.url(server.port()));
            page.await("() => said.length >= 4");
            assertThat(page.evaluate("() => said.sort().join()").getAsString())
                    .isEqualTo("7 hello,gave up,reconnecting,viewers 3");
        }
    }

    private static void awaitIds(Page page, int count) {
        page.await("count => (" + IDS + ")().length >= count", count);
    }

    private static List<String> ids(Page page) {
        return page.evaluate(IDS).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static SseServer server(Transport transport, int port) throws IOException {
        return Ticks.addTo(SseServer.builder())
                .transport(transport)
                .port(port)
                .ticker(new FastTicker())
                .reconnectDelay(Duration.ofMillis(50), Duration.ofMillis(100))
                .start();
    }

    private static List<String> newestFirst(int count) {
        return IntStream.range(0, count).mapToObj(i -> "#" + (count - i)).toList();
    }

    /** Runs periodic actions ten times as often. */
    private static final class FastTicker implements Ticker {
        @Override
        public long nanoTime() {
            return Ticker.system().nanoTime();
        }

        @Override
        public Task every(Duration period, Runnable action) {
            return Ticker.system().every(period.dividedBy(10), action);
        }

        @Override
        public Task after(Duration delay, Runnable action) {
            return Ticker.system().after(delay, action);
        }
    }
}
