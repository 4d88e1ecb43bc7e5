package sse.integration.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
import sse.integration.documents.Markdown;

/** Pages that users copy: the page of the ticks example and the first script of the guide to browsers. */
@ExtendWith(Chromium.class)
class ExamplePagesIT {
    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void resumesAfterServerRestart(Transport transport, Page page) throws Exception {
        Locator ids = page.locator("[data-type=message] .id");
        SseServer first = server(transport, 0);
        try {
            page.navigate("http://localhost:" + first.port() + "/demo");
            assertThat(page.locator("#state")).hasText("open");
            assertThat(page.locator("#viewers")).hasText("1");
            page.waitForCondition(() -> ids.count() >= 2);
            first.close();
            try (SseServer second = server(transport, first.port())) {
                assertThat(page.locator("#reconnects")).hasText("1");
                int back = ids.count();
                page.waitForCondition(() -> ids.count() > back + 1);
                assertThat(page.locator("#state")).hasText("open");
                List<String> shown = ids.allTextContents();
                assertThat(shown).isEqualTo(newestFirst(shown.size()));
            }
        } finally {
            first.close();
        }
    }

    @Test
    void runsTheFirstScriptOfTheGuide(Page page) throws Exception {
        List<String> said = new ArrayList<>();
        // Only the script's own messages, not the browser's.
        page.onConsoleMessage(message -> {
            if (message.type().equals("log")) {
                said.add(message.text());
            }
        });
        String script =
                Markdown.read("docs/guides/browsers.md").blocks("js").get(0).text();
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
                .respond("/", request -> Response.html("<!doctype html><script>" + script + "</script>"))
                .start()) {
            page.navigate(PageStreams.url(server.port()));
            page.waitForCondition(() -> said.size() >= 4);
            assertThat(said).containsExactlyInAnyOrder("7 hello", "viewers 3", "reconnecting", "gave up");
        }
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
