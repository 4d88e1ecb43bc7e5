package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/** The dashboard as {@code mvn -pl examples run -Dexample=dashboard} starts it. */
class DashboardIT {
    private static final Pattern READING =
            Pattern.compile("\\{\"number\":([0-9]+),\"at\":[0-9]{13},\"cpu\":[01]\\.[0-9]{4},"
                    + "\"heapUsed\":[1-9][0-9]+,\"heapCommitted\":[1-9][0-9]+,\"gcMillis\":[0-9]+\\.[0-9],"
                    + "\"gcs\":[0-9]+,\"threads\":[1-9][0-9]*,\"streams\":([0-9]+),\"simulated\":([0-9]+),"
                    + "\"deliveries\":([0-9]+)\\.[0-9],\"lagMillis\":[0-9]+\\.[0-9]{3}}");

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
        "/, text/html; charset=utf-8, examples, dashboard/dashboard.html",
        "/assets/dashboard.js, text/javascript; charset=utf-8, examples, dashboard/dashboard.js",
        "/assets/uPlot.min.css, text/css; charset=utf-8, uplot, dist/uPlot.min.css",
        "/assets/uPlot.iife.min.js, text/javascript; charset=utf-8, uplot, dist/uPlot.iife.min.js"
    })
    void servesThePageFromTheJars(String path, String type, String artifact, String file) throws Exception {
        try (Program program = start("nio")) {
            TestResponse response = client(program).get(path);

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Content-Type")).isEqualTo(type);
            assertThat(response.body()).isEqualTo(packaged(artifact, file));
        }
    }

    private static byte[] packaged(String artifact, String file) throws IOException {
        try (JarFile jar = new JarFile(Jars.of(artifact).toFile())) {
            JarEntry entry = jar.stream()
                    .filter(each -> each.getName().endsWith("/" + file))
                    .findFirst()
                    .orElseThrow();
            return jar.getInputStream(entry).readAllBytes();
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
        return TestClient.to(DashboardProgram.address(program));
    }

    private static Program start(String transport) throws IOException {
        return DashboardProgram.start(transport, 0);
    }
}
