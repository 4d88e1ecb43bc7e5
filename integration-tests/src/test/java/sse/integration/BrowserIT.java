package sse.integration;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Admission;
import sse.api.Event;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.examples.Ticks;

/** The example's page in a real browser. A page around it reports whatever it shows to the server under test. */
class BrowserIT {
    private static final long DEADLINE_SECONDS = 45;

    private static Path chromium;

    @TempDir
    private Path profile;

    private final BlockingQueue<Shown> reports = new LinkedBlockingQueue<>();

    /** What the page shows at some moment. */
    private record Shown(String state, int reconnects, String viewers, List<String> ids) {
        static Shown parse(String report) {
            String[] parts = report.split("\\|", -1);
            List<String> ids = parts[3].isEmpty() ? List.of() : List.of(parts[3].split(" "));
            return new Shown(parts[0], Integer.parseInt(parts[1]), parts[2], ids);
        }
    }

    @BeforeAll
    static void findBrowser() {
        Assumptions.assumeTrue(Chromium.executable().isPresent(), "there is no chromium on the PATH");
        chromium = Chromium.executable().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void showsEventsAndGoesOnWhereItWasWhenTheServerIsBack(String transport) throws Exception {
        SseServer first = server(transport, 0);
        URI page = URI.create("http://localhost:" + first.port() + "/watch");
        try (Chromium browser = Chromium.show(chromium, profile, page)) {
            await(
                    "named and unnamed events arrive",
                    shown -> shown.state().equals("open")
                            && shown.viewers().equals("1")
                            && shown.ids().size() >= 2);
            first.close();
            try (SseServer second = server(transport, first.port())) {
                Shown back = await("the page reconnects", shown -> shown.reconnects() == 1);
                Shown later = await(
                        "events go on", shown -> shown.ids().size() > back.ids().size() + 1);
                assertThat(later.state()).isEqualTo("open");
                assertThat(later.ids()).isEqualTo(idsFromOne(later.ids().size()));
            }
        } finally {
            first.close();
        }
    }

    @Test
    void runsTheScriptThatTheReadmeShows() throws Exception {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        String page = "<!doctype html><script>"
                + "console.log = (...words) => fetch('/said', { method: 'POST', body: words.join(' ') });</script><script>"
                + Markdown.read("README.md").blocks("js").get(0)
                + "</script>";
        AtomicBoolean opened = new AtomicBoolean();
        StreamOptions once = StreamOptions.defaults()
                .withRetry(Duration.ofMillis(50))
                .withAdmission(request -> opened.getAndSet(true) ? Admission.stop() : Admission.accept());
        try (SseServer server = SseServer.builder().transport("nio").port(0).stream("/", once, stream -> {
                            stream.send(Event.of("hello").withId("7"));
                            stream.send(Event.of("viewers", "3"));
                            stream.close();
                        })
                        .respond("/", request -> Response.html(page))
                        .respond("/said", request -> {
                            said.add(request.text());
                            return Response.of(204);
                        })
                        .start();
                Chromium browser =
                        Chromium.show(chromium, profile, URI.create("http://localhost:" + server.port() + "/"))) {
            List<String> words = new ArrayList<>();
            while (words.size() < 4) {
                words.add(said.poll(DEADLINE_SECONDS, SECONDS));
            }
            assertThat(words).containsExactlyInAnyOrder("7 hello", "viewers 3", "reconnecting", "gave up");
        }
    }

    private SseServer server(String transport, int port) throws IOException {
        String watch = resource("/browser/watch.html");
        return Ticks.addTo(SseServer.builder())
                .respond("/watch", request -> Response.html(watch))
                .respond("/report", request -> {
                    reports.add(Shown.parse(request.text()));
                    return Response.of(204);
                })
                .transport(transport)
                .port(port)
                .ticker(new FastTicker())
                .reconnectWithin(Duration.ofMillis(50), Duration.ofMillis(100))
                .start();
    }

    private Shown await(String what, Predicate<Shown> condition) throws InterruptedException {
        long deadline = System.nanoTime() + SECONDS.toNanos(DEADLINE_SECONDS);
        Shown last = null;
        while (true) {
            Shown shown = reports.poll(deadline - System.nanoTime(), NANOSECONDS);
            if (shown == null) {
                throw new AssertionError("not within " + DEADLINE_SECONDS + " s: " + what + "; last seen: " + last);
            }
            if (condition.test(shown)) {
                return shown;
            }
            last = shown;
        }
    }

    private static List<String> idsFromOne(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(id -> "#" + id).toList();
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(BrowserIT.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Ticks ten times as fast as it is asked to. */
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
