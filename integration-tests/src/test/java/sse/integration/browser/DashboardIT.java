package sse.integration.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestResponse;
import sse.testkit.TestStream;

/** The dashboard as {@code mvn -pl examples run -Dexample=dashboard} starts it, and its page in a browser. */
class DashboardIT {
    private static final Pattern READING =
            Pattern.compile("\\{\"number\":([0-9]+),\"at\":[0-9]{13},\"cpu\":[01]\\.[0-9]{4},"
                    + "\"heapUsed\":[1-9][0-9]+,\"heapCommitted\":[1-9][0-9]+,\"gcMillis\":[0-9]+\\.[0-9],"
                    + "\"gcs\":[0-9]+,\"threads\":[1-9][0-9]*,\"streams\":([0-9]+),\"simulated\":([0-9]+),"
                    + "\"deliveries\":([0-9]+)\\.[0-9],\"lagMillis\":[0-9]+\\.[0-9]{3}}");

    /** Counts canvases with a pixel that is not transparent. */
    private static final String DRAWN_CHARTS = """
            () => [...document.querySelectorAll("canvas")].filter(canvas =>
                canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(byte => byte)).length
            """;

    /** The checked numbers of a reading. */
    private record Reading(long number, int streams, int simulated, long deliveries) {
        static Reading of(MessageEvent event) {
            assertThat(event.type()).isEqualTo("reading");
            Matcher text = READING.matcher(event.data());
            assertThat(text.matches()).as(event.toString()).isTrue();
            return new Reading(
                    Long.parseLong(text.group(1)),
                    Integer.parseInt(text.group(2)),
                    Integer.parseInt(text.group(3)),
                    Long.parseLong(text.group(4)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void resumesWithoutGapAfterHiccup(String transport) throws Exception {
        try (Program program = start(transport)) {
            TestClient client = client(program);
            TestStream stream = client.connect("/readings");
            long before = next(stream).number();
            assertThat(command(client, "POST", "/hiccup").status()).isEqualTo(204);
            // A further reading may have been published meanwhile.
            long last = before + stream.readRest().split("event: reading", -1).length - 1;
            assertThat(stream.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            try (TestStream other = client.connect("/readings").ignoreUnread()) {
                await(other, reading -> reading.number() == last + 2);
            }
            try (TestStream back = stream.reconnect().ignoreUnread()) {
                for (int i = 1; i <= 4; i++) {
                    assertThat(next(back).number()).isEqualTo(last + i);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void countsAThousandSubscribers(String transport) throws Exception {
        try (Program program = start(transport)) {
            TestClient client = client(program);
            try (TestStream stream = client.connect("/readings").ignoreUnread()) {
                assertThat(next(stream).simulated()).isZero();
                assertThat(command(client, "POST", "/subscribers").status()).isEqualTo(204);
                await(
                        stream,
                        reading -> reading.simulated() == 1_000
                                && reading.streams() == 1_001
                                && reading.deliveries() >= 1_000);
                assertThat(command(client, "DELETE", "/subscribers").status()).isEqualTo(204);
                await(stream, reading -> reading.simulated() == 0 && reading.streams() == 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/assets/dashboard.js, text/javascript; charset=utf-8",
        "/assets/uPlot.min.css, text/css; charset=utf-8",
        "/assets/uPlot.iife.min.js, text/javascript; charset=utf-8"
    })
    void servesThePageFromTheJars(String path, String type) throws Exception {
        try (Program program = start("nio")) {
            TestResponse response = client(program).get(path);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Content-Type")).isEqualTo(type);
            assertThat(response.body()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void servesOnlyItsOwnFiles(String transport) throws Exception {
        try (Program program = start(transport)) {
            TestClient client = client(program);
            for (String path : List.of(
                    "/assets/../../module-info.class",
                    "/assets/..%2F..%2Fdemo.html",
                    "/assets/%2e%2e%2fdemo.html",
                    "/assets/Dashboard.class",
                    "/assets/%2Fetc%2Fpasswd")) {
                assertThat(client.get(path).status()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    @ExtendWith(Chromium.class)
    void drawsChartsAndResumes(Page page) throws Exception {
        try (Program first = start("nio")) {
            URI address = address(first);
            page.setViewportSize(1300, 1000);
            page.navigate(address.toString());
            awaitShown(page, 0, 0, ".*Connected: .*");
            page.locator("#hiccup").click();
            awaitShown(page, 1, 0, ".*Back after [5-9].* s: [4-9] readings from the history, none missing.*");
            first.terminate();
            first.awaitExit();
            try (Program second = start("nio", address.getPort())) {
                address(second);
                String log = ".*The server has begun anew.*";
                String readings = awaitShown(page, 2, 1, log);
                page.waitForCondition(() -> !awaitShown(page, 2, 1, log).equals(readings));
            }
        }
    }

    /**
     * Waits until the page is connected, nothing is missing and six charts are drawn, and returns the number of
     * readings.
     */
    private static String awaitShown(Page page, int reconnects, int gaps, String log) {
        assertThat(page.locator("#state")).hasText("open");
        assertThat(page.locator("#reconnects")).hasText(Integer.toString(reconnects));
        assertThat(page.locator("#gaps")).hasText(Integer.toString(gaps));
        assertThat(page.locator("#missing")).hasText("0");
        assertThat(page.locator("#log")).hasText(Pattern.compile(log));
        page.waitForCondition(() -> page.evaluate(DRAWN_CHARTS).equals(6));
        return page.locator("#readings").textContent();
    }

    /** Reads until a reading matches, or the test times out. */
    private static void await(TestStream stream, Predicate<Reading> condition) {
        while (!condition.test(next(stream))) {}
    }

    private static Reading next(TestStream stream) {
        return Reading.of(stream.nextEvent());
    }

    private static TestResponse command(TestClient client, String method, String path) {
        return client.request(method, path, Headers.empty(), "");
    }

    private static TestClient client(Program program) throws InterruptedException {
        return TestClient.to(address(program));
    }

    private static URI address(Program program) throws InterruptedException {
        return URI.create(
                program.awaitLine(" +(http://localhost:[0-9]+/) +the page").group(1));
    }

    private static Program start(String transport) throws IOException {
        return start(transport, 0);
    }

    private static Program start(String transport, int port) throws IOException {
        return Program.java(List.of(
                "-Dport=" + port,
                "--module-path",
                Jars.path("examples", "sse-api", "sse-" + transport, "uplot"),
                "--add-modules",
                "uplot",
                "--module",
                "sse.examples/sse.examples.Main",
                "dashboard"));
    }
}
