package sse.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.StreamOptions;
import sse.api.spi.HttpLimits;

/** What the documents point to: files, sections, and the tests that prove a promise. */
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
    void pointsToWhatIsThere(String name) throws IOException {
        Markdown document = Markdown.read(name);
        for (Markdown.Link link : document.links()) {
            if (!link.target().startsWith("https://")) {
                assertLeadsSomewhere(document, link);
            }
        }
    }

    private static void assertLeadsSomewhere(Markdown document, Markdown.Link link) throws IOException {
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
            assertTells("sendQueueBytes", kibibytes(options.sendQueueBytes()));
            assertTells("overflowPolicy", "`" + options.overflowPolicy() + "`");
            assertTells("heartbeat", seconds(options.heartbeat().orElseThrow()));
            assertTells("writeTimeout", seconds(options.writeTimeout()));
            assertTells("retry", seconds(options.retry().orElseThrow()));
            assertThat(options.lastEventIdParameter()).isEmpty();
            assertTells("lastEventIdParameter", "none");
            assertThat(options.admission()).isEmpty();
            assertTells("admission", "none");
        }

        @Test
        void areThoseOfHttpLimits() {
            HttpLimits limits = HttpLimits.defaults();
            assertTells("requestLineBytes", kibibytes(limits.requestLineBytes()));
            assertTells("headerBytes", kibibytes(limits.headerBytes()));
            assertTells("bodyBytes", kibibytes(limits.bodyBytes()));
            assertTells("requestTimeout", seconds(limits.requestTimeout()));
            assertTells("idleTimeout", seconds(limits.idleTimeout()));
        }

        @Test
        void areThoseOfEvents() {
            assertThat(page).contains(String.format("| %,d bytes of UTF-8;", Event.MAX_ID_BYTES));
            assertThat(Event.MAX_RETRY).isEqualTo(Duration.ofMillis((1L << 31) - 1));
        }

        private void assertTells(String setting, String value) {
            assertThat(page).contains("| `" + setting + "` | " + value + " |");
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
            for (String message : messages) {
                for (String part : message.split("\u2026")) {
                    assertThat(code.contains(part.replace("\"", "\\\"").strip()))
                            .as("text of a message in the code: %s", part)
                            .isTrue();
                }
            }
        }

        /** Returns the main code of the published modules, with literals joined that are added to each other. */
        private static String code() throws IOException {
            StringBuilder code = new StringBuilder();
            for (String module : List.of("sse-api", "sse-nio", "sse-jdkhttp")) {
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
