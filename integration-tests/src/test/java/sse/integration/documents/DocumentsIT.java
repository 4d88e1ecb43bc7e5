package sse.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.Run;
import sse.api.Runs;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.spi.HttpLimits;
import sse.testkit.ManualTicker;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Links of the documents lead to files, sections and tests that exist; defaults and messages are those of the code. */
class DocumentsIT {
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    static List<String> documents() throws IOException {
        try (Stream<Path> root = Files.list(Markdown.ROOT);
                Stream<Path> docs = Files.walk(Markdown.ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .map(file -> Markdown.ROOT.relativize(file).toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksExistingTargets(String name) throws IOException {
        Markdown document = Markdown.read(name);
        for (Markdown.Link link : document.links()) {
            if (!link.target().startsWith("https://")) {
                assertTargetExists(document, link);
            }
        }
    }

    @Test
    void linksEveryPage() throws IOException {
        Set<Path> linked = new TreeSet<>();
        for (String name : documents()) {
            Markdown document = Markdown.read(name);
            for (Markdown.Link link : document.links()) {
                linked.add(document.file()
                        .resolveSibling(link.target().replaceFirst("#.*", ""))
                        .normalize());
            }
        }
        assertThat(documents())
                .filteredOn(name -> name.startsWith("docs/"))
                .map(Markdown.ROOT::resolve)
                .isSubsetOf(linked);
    }

    private static void assertTargetExists(Markdown document, Markdown.Link link) throws IOException {
        String[] parts = link.target().split("#", 2);
        Path target = parts[0].isEmpty()
                ? document.file()
                : document.file().resolveSibling(parts[0]).normalize();
        assertThat(target).as("target of %s", link).exists();
        if (parts.length == 2) {
            Path fromRoot = Markdown.ROOT.relativize(target);
            assertThat(Markdown.read(fromRoot.toString()).anchors())
                    .as("sections of %s", fromRoot)
                    .contains(parts[1]);
        }
        Matcher test = TEST.matcher(link.text());
        if (test.matches()) {
            assertThat(target.getFileName()).hasToString(test.group(1) + ".java");
            assertThat(Files.readString(target)).as("tests of %s", target).contains("void " + test.group(2) + "(");
        }
    }

    @Nested
    class Defaults {
        private final String page = text("docs/reference/defaults.md");

        @Test
        void areThoseOfStreamOptions() {
            StreamOptions options = StreamOptions.defaults();
            assertDefault("sendQueueBytes", kibibytes(options.sendQueueBytes()));
            assertDefault("overflowPolicy", "`" + options.overflowPolicy() + "`");
            assertDefault("heartbeat", seconds(options.heartbeat().orElseThrow()));
            assertDefault("writeTimeout", seconds(options.writeTimeout()));
            assertDefault("heartbeatStyle", "`" + options.heartbeatStyle() + "`");
            assertDefault("firstComment", "`" + options.firstComment().orElseThrow() + "`");
            assertDefault("retry", seconds(options.retry().orElseThrow()));
            assertDefault("resumePoints", "`" + options.resumePoints() + "`");
            assertDefault("resumePointType", "`" + options.resumePointType() + "`");
            assertThat(options.lastEventIdParameter()).isEmpty();
            assertDefault("lastEventIdParameter", "none");
            assertThat(options.heartbeatEvent()).isEmpty();
            assertThat(options.heartbeatSupplier()).isEmpty();
            assertDefault("heartbeatEvent", "none: a comment");
            assertThat(options.maxLifetime()).isEmpty();
            assertDefault("maxLifetime", "none");
            assertThat(options.revalidation()).isEmpty();
            assertDefault("revalidation", "none");
            assertThat(options.lastEventId()).isEmpty();
            assertDefault("lastEventId", "none");
            assertThat(options.admission()).isEmpty();
            assertDefault("admission", "none");
        }

        @Test
        void areThoseOfHttpLimits() {
            HttpLimits limits = HttpLimits.defaults();
            assertDefault("requestLineBytes", kibibytes(limits.requestLineBytes()));
            assertDefault("headerBytes", kibibytes(limits.headerBytes()));
            assertDefault("bodyBytes", kibibytes(limits.bodyBytes()));
            assertDefault("requestTimeout", seconds(limits.requestTimeout()));
            assertDefault("idleTimeout", seconds(limits.idleTimeout()));
        }

        @Test
        void areThoseOfEvents() {
            assertThat(page).contains(String.format("| %,d bytes of UTF-8;", Event.MAX_ID_BYTES));
            assertThat(Event.MAX_RETRY).isEqualTo(Duration.ofMillis((1L << 31) - 1));
            assertDefault("retry", "2\u00b3\u00b9\u22121 ms, about 24.8 days");
        }

        @Test
        void areThoseOfTopicBounds() {
            List<Event> tooMany = Collections.nCopies(10_001, Event.of("x"));
            assertThatThrownBy(() -> Topic.builder().build().publishAll(tooMany))
                    .hasMessageContaining("10000")
                    .hasMessageContaining("10001");
            assertDefault("history` events", "10,000");
            Topic large = Topic.builder().replayOnSubscribe(20).build();
            assertThat(replayed(large, Event.of("x".repeat(1 << 20)), 20)).isEqualTo(15);
            assertDefault("historyBytes", "16 MiB");
            Topic compacted = Topic.builder()
                    .latestByKey(event -> event.id().orElseThrow())
                    .noGapEvent()
                    .build();
            assertThat(replayed(compacted, Event.of("x"), 10_001)).isEqualTo(10_000);
            assertDefault("latestByKey` keys", "10,000");
        }

        @Test
        void areThoseOfTopicAge() {
            ManualTicker ticker = new ManualTicker();
            Topic topic = Topic.builder().ticker(ticker).build();
            String seen = topic.publish(Event.of("seen"));
            topic.publish(Event.of("missed"));
            try (TestServer server = TestServer.start(builder -> builder.stream("/", topic))) {
                TestClient client = server.client().withLastEventId(seen);
                ticker.advance(Duration.ofMinutes(10));
                assertThat(firstEvent(client)).isEqualTo("missed");
                ticker.advance(Duration.ofNanos(1));
                assertThat(firstEvent(client)).isEqualTo("{\"lost\":1,\"reason\":\"trimmed\"}");
            }
            assertDefault("history` age", "10 min");
            assertDefault("gapEventType", "`gap`");
        }

        @Test
        void areThoseOfRuns() {
            ManualTicker ticker = new ManualTicker();
            Runs runs = Runs.builder().executor(task -> {}).ticker(ticker).build();
            Run first = runs.start("0", out -> {});
            for (int i = 1; i < 10_000; i++) {
                runs.start(Integer.toString(i), out -> {});
            }
            assertThatThrownBy(() -> runs.start("10000", out -> {}))
                    .hasMessage("runs must be at most 10000: 10000 are running");
            assertDefault("maxRuns", "10,000");
            first.stop();
            ticker.advance(Duration.ofMinutes(10).minusNanos(1));
            assertThat(runs.find("0")).isPresent();
            ticker.advance(Duration.ofNanos(1));
            assertThat(runs.find("0")).isEmpty();
            assertDefault("retention", "10 min");
            assertThat(runs.find("1").map(Run::bytes)).contains(641L);
            assertThat(page).contains("a run counts with 640 bytes");
        }

        private static String firstEvent(TestClient client) {
            try (TestStream stream = client.connect("/")) {
                String data = stream.nextEvent().data();
                stream.ignoreUnread();
                return data;
            }
        }

        /** Publishes an event many times, each with an id of its own, and counts what a new subscriber receives. */
        private static int replayed(Topic topic, Event event, int times) {
            for (int i = 0; i < times; i++) {
                topic.publish(event.withId("e" + i));
            }
            int count = 0;
            try (TestServer server = TestServer.start(builder -> builder.stream("/", topic));
                    TestStream stream = server.connect("/")) {
                while (stream.pollEvent().isPresent()) {
                    count++;
                }
            }
            return count;
        }

        private void assertDefault(String setting, String value) {
            String cell = setting.contains("`") ? "| `" + setting : "| `" + setting + "`";
            assertThat(page).contains(cell + " | " + value + " |");
        }

        private static String kibibytes(int bytes) {
            assertThat(bytes % 1024).isZero();
            return bytes / 1024 + " KiB";
        }

        private static String seconds(Duration duration) {
            return duration.toSeconds() + " s";
        }
    }

    @Nested
    class Messages {
        private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)`");

        @Test
        void areThoseOfTheCode() throws IOException {
            String code = code();
            List<String> messages = FIRST_CELL
                    .matcher(text("docs/reference/errors.md"))
                    .results()
                    .map(row -> row.group(1))
                    .toList();
            assertThat(messages).hasSizeGreaterThan(20);
            List<String> missing = messages.stream()
                    .flatMap(message -> Stream.of(message.split("\u2026")))
                    .filter(part -> !code.contains(part.replace("\"", "\\\"").strip()))
                    .toList();
            assertThat(missing).as("texts of messages that are not in the code").isEmpty();
        }

        /** Returns the main code of the published modules, with literals joined that are added to each other. */
        private static String code() throws IOException {
            StringBuilder code = new StringBuilder();
            for (String module : List.of(
                    "sse-api",
                    "sse-nio",
                    "sse-jdkhttp",
                    "sse-servlet",
                    "sse-client",
                    "sse-history-file",
                    "sse-redis")) {
                try (Stream<Path> files = Files.walk(Markdown.ROOT.resolve(module + "/src/main/java"))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        code.append(Files.readString(file));
                    }
                }
            }
            return code.toString().replaceAll("\"\\s*\\+\\s*\"", "");
        }
    }

    private static String text(String page) {
        try {
            return Markdown.read(page).text();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
