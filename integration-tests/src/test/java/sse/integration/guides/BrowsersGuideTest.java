package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import sse.api.Cors;
import sse.api.Event;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.examples.Ticks;
import sse.integration.documents.Markdown;
import sse.testkit.ManualTicker;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/browsers.md}. */
class BrowsersGuideTest {
    @Test
    void quotesModuleOfTheExamples() throws IOException {
        assertThat(Markdown.read("docs/guides/browsers.md").blocks("js"))
                .extracting(Markdown.Block::text)
                .contains(Ticks.listenScript());
    }

    @Test
    void letsPagesOfAnOriginRead() {
        try (TestServer server = TestServer.start(builder -> allow(builder.stream("/", stream -> {})))) {
            TestClient page = server.client().withHeader("Origin", "https://app.example.org");
            try (TestStream client = page.connect("/")) {
                assertThat(client)
                        .hasHeader("Access-Control-Allow-Origin", "https://app.example.org")
                        .hasHeader("Access-Control-Allow-Credentials", "true");
            }
            assertNotAllowed(server, "https://other.example.org");
        }
    }

    private static void allowByFunction(SseServer.Builder builder) {
        builder.cors(Cors.builder()
                .originFilter(origin -> origin.endsWith(".example.org"))
                .build());
    }

    @Test
    void allowsOriginsByFunction() {
        try (TestServer server = TestServer.start(builder -> {
            allowByFunction(builder);
            builder.stream("/", stream -> {});
        })) {
            TestClient page = server.client().withHeader("Origin", "https://app.example.org");
            try (TestStream client = page.connect("/")) {
                assertThat(client).hasHeader("Access-Control-Allow-Origin", "https://app.example.org");
            }
            assertNotAllowed(server, "https://app.example.com");
        }
    }

    private static void assertNotAllowed(TestServer server, String origin) {
        try (TestStream client = server.client().withHeader("Origin", origin).connect("/")) {
            assertThat(client.headers().first("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    private static void allow(SseServer.Builder builder) {
        builder.cors(Cors.builder()
                .origins("https://app.example.org")
                .credentials(true)
                .build());
    }

    @Test
    void publishesAliveEvents() {
        ManualTicker ticker = new ManualTicker();
        Topic prices = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> builder.ticker(ticker).stream("/prices", prices));
                TestStream client = server.connect("/prices")) {
            keepAlive(ticker, prices);
            ticker.advance(Duration.ofSeconds(20));
            assertThat(client).nextEvent().hasType("alive");
        }
    }

    private static void keepAlive(ManualTicker ticker, Topic prices) {
        ticker.every(Duration.ofSeconds(20), () -> prices.publish(Event.of("alive", "")));
    }

    @Test
    void resumesFromQueryParameter() {
        Topic prices = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> resume(builder, prices))) {
            String seen = prices.publish(Event.of("1"));
            prices.publish(Event.of("2"));
            try (TestStream client = server.connect("/prices?after=" + seen)) {
                assertThat(client).nextEvent().hasData("2");
            }
        }
    }

    private static void resume(SseServer.Builder builder, Topic prices) {
        builder.stream(
                "/prices", StreamOptions.builder().lastEventIdParameter("after").build(), prices);
    }
}
