package sse.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.testkit.ManualTicker;
import sse.testkit.StreamEnd;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

class DashboardTest {
    private static final Pattern READING =
            Pattern.compile("\\{\"number\":([0-9]+),\"at\":[0-9]{13},\"cpu\":[01]\\.[0-9]{4},"
                    + "\"heapUsed\":[0-9]+,\"heapCommitted\":[0-9]+,\"gcMillis\":[0-9]+\\.[0-9],\"gcs\":[0-9]+,"
                    + "\"threads\":[0-9]+,\"streams\":([0-9]+),\"simulated\":0,\"deliveries\":([0-9]+\\.[0-9]),"
                    + "\"lagMillis\":[0-9]+\\.[0-9]{3}}");

    private final ManualTicker ticker = new ManualTicker();
    private final Dashboard dashboard =
            new Dashboard(ticker, Hub.builder().ticker(ticker).build());
    private final TestServer server = TestServer.start(builder -> dashboard.addTo(builder.ticker(ticker)));

    @BeforeEach
    void observe() {
        dashboard.observe(server.server());
    }

    @AfterEach
    void close() {
        server.close();
        dashboard.close();
        // The history has a timer until its last entry is too old.
        ticker.advance(Duration.ofHours(1));
        assertThat(ticker.pendingTasks()).isZero();
    }

    @Test
    void sendsReadingEachSecond() {
        try (TestStream stream = server.connect("/readings")) {
            ticker.advance(Dashboard.PERIOD.minusNanos(1));
            assertThat(stream.pollEvent()).isEmpty();
            ticker.advance(Duration.ofNanos(1));
            MessageEvent event = stream.nextEvent();
            assertThat(event.type()).isEqualTo("reading");
            assertThat(event.data()).matches(READING);
            assertThat(event.lastEventId()).matches("[a-z0-9]+-[0-9]+");
            assertThat(stream.pollEvent()).isEmpty();
        }
    }

    @Test
    void countsStreamsAndDeliveries() {
        try (TestStream one = server.connect("/readings");
                TestStream other = server.connect("/readings")) {
            ticker.advance(Dashboard.PERIOD.multipliedBy(3));
            Matcher reading = reading(one.nextEvents(3).get(2));
            assertThat(reading.group(2)).isEqualTo("2");
            assertThat(reading.group(3)).isEqualTo("2.0");
            assertThat(numbers(other.nextEvents(3))).isEqualTo(fromTo(1, 3));
        }
    }

    @Test
    void replaysRetainedReadingsToNewPage() {
        ticker.advance(Dashboard.RETAINED.plus(Dashboard.PERIOD));
        try (TestStream stream = server.connect("/readings")) {
            assertThat(numbers(stream.nextEvents(300))).isEqualTo(fromTo(2, 301));
            assertThat(stream.pollEvent()).isEmpty();
        }
    }

    @Test
    void resumesWithoutHoleAfterHiccup() {
        TestStream first = server.connect("/readings");
        ticker.advance(Dashboard.PERIOD);
        assertThat(numbers(first.nextEvents(1))).containsExactly(1L);
        assertThat(command("POST", "/hiccup").status()).isEqualTo(204);
        assertThat(first.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
        assertThat(first.retry()).contains(Duration.ofSeconds(5));
        ticker.advance(Dashboard.PERIOD.multipliedBy(5));
        try (TestStream second = first.reconnect()) {
            ticker.advance(Dashboard.PERIOD);
            assertThat(numbers(second.nextEvents(6))).isEqualTo(fromTo(2, 7));
            assertThat(second.retry()).contains(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/assets/dashboard.css, text/css; charset=utf-8",
        "/assets/dashboard.js, text/javascript; charset=utf-8",
        "/assets/charts.js, text/javascript; charset=utf-8",
        "/assets/uPlot.min.css, text/css; charset=utf-8",
        "/assets/uPlot.iife.min.js, text/javascript; charset=utf-8"
    })
    void servesFilesAndRevalidates(String path, String type) {
        TestResponse first = server.get(path);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Content-Type")).isEqualTo(type);
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(first.header("Content-Security-Policy")).isEqualTo("default-src 'self'; img-src data:");
        assertThat(first.body()).isNotEmpty();
        TestResponse again = server.client()
                .withHeader("If-None-Match", first.header("ETag"))
                .get(path);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(server.client()
                        .withHeader("If-None-Match", "\"0\"")
                        .get(path)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void linksOnlyServedFiles() {
        String page = server.get("/").text();
        List<String> named = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"")
                .matcher(page)
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(named)
                .hasSize(4)
                .allSatisfy(path -> assertThat(server.get(path).status()).isEqualTo(200));
        assertThat(page).doesNotContain("https:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/nothing.js",
                "/assets/Dashboard.class",
                "/assets/..%2fdemo.html",
                "/assets/..%2F..%2F..%2Fmodule-info.class",
                "/assets/%2e%2e%2fdemo.html",
                "/assets/../demo.html",
                "/assets/..%5cdemo.html",
                "/assets/%2fetc%2fpasswd",
                "/assets/"
            })
    void refusesOtherPaths(String path) {
        assertThat(server.get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/hiccup, POST", "/subscribers, 'DELETE, POST'"})
    void refusesGetOfCommands(String path, String allowed) {
        assertThat(server.get(path).status()).isEqualTo(405);
        assertThat(server.get(path).header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"POST, /hiccup", "POST, /subscribers", "DELETE, /subscribers"})
    void refusesCommandsOfOtherOrigins(String method, String path) {
        Headers fromOtherOrigin = Headers.of("Sec-Fetch-Site", "cross-site");
        assertThat(server.request(method, path, fromOtherOrigin, "").status()).isEqualTo(403);
        Headers fromOwnOrigin = Headers.of("Sec-Fetch-Site", "same-origin");
        assertThat(server.request("DELETE", "/subscribers", fromOwnOrigin, "").status())
                .isEqualTo(204);
    }

    private TestResponse command(String method, String path) {
        return server.request(method, path, Headers.empty(), "");
    }

    private static List<Long> numbers(List<MessageEvent> events) {
        return events.stream()
                .map(event -> Long.valueOf(reading(event).group(1)))
                .toList();
    }

    private static Matcher reading(MessageEvent event) {
        Matcher matcher = READING.matcher(event.data());
        assertThat(matcher.matches()).as(event.toString()).isTrue();
        return matcher;
    }

    private static List<Long> fromTo(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
