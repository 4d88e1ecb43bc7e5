package sse.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the README shows is what is there: its commands and coordinates exist. Its code is run by {@link SnippetsIT}.
 */
class ReadmeIT {
    private static Markdown readme;

    @BeforeAll
    static void read() throws IOException {
        readme = Markdown.read("README.md");
    }

    @Test
    void namesCoordinatesThatExist() throws IOException {
        Matcher version = Pattern.compile("<artifactId>sse-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Markdown.ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        String xml = readme.blocks("xml").stream().map(Markdown.Block::text).collect(Collectors.joining());
        assertThat(valuesOf("groupId", xml)).containsExactly("io.github.ssejava");
        assertThat(valuesOf("version", xml)).containsExactly(version.group(1));
        assertThat(valuesOf("artifactId", xml)).isNotEmpty().allSatisfy(ReadmeIT::assertIsModule);
    }

    @Test
    void isShort() {
        assertThat(readme.text().lines().count()).isLessThanOrEqualTo(150);
    }

    @Test
    void showsTwoCommandsToTry() {
        assertThat(readme.blocks("sh")).extracting(Markdown.Block::text).contains("mvn -pl examples run\nmvn verify\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md"})
    void showsCommandsThatExist(String page) throws IOException {
        List<String> commands = Markdown.read(page).blocks("sh").stream()
                .flatMap(block -> block.text().lines())
                .map(line -> line.replaceAll(" +#.*", ""))
                .toList();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            switch (command.split(" ", 2)[0]) {
                case "mvn" -> assertMavenKnows(command);
                case "java" -> assertClassPathExists(command);
                default -> assertThat(command).startsWith("curl ").contains("localhost:8080");
            }
        }
    }

    private static void assertMavenKnows(String command) throws IOException {
        String parent = Files.readString(Markdown.ROOT.resolve("pom.xml"));
        String phases = Files.readString(Markdown.ROOT.resolve(".mvn/lifecycles/META-INF/plexus/components.xml"));
        List<String> words = List.of(command.split(" +(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
        String pom = parent;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl")) {
                String module = words.get(++i);
                assertIsModule(module);
                pom += Files.readString(Markdown.ROOT.resolve(module).resolve("pom.xml"));
            } else if (word.startsWith("-D")) {
                String property = word.substring(2).replaceAll("=.*", "");
                assertThat(property.equals("skipTests")
                                || pom.contains("<" + property)
                                || pom.contains(">" + property + "<"))
                        .as("property of %s", command)
                        .isTrue();
            } else if (word.startsWith("-P")) {
                assertThat(parent).as("profile of %s", command).contains("<id>" + word.substring(2) + "</id>");
            } else if (!Set.of("verify", "install", "package").contains(word)) {
                assertThat(phases).as("phase of %s", command).contains("<phase>" + word + "</phase>");
            }
        }
    }

    /** The class path is one of modules' target directories, in which the packaged jars are. */
    private static void assertClassPathExists(String command) {
        Matcher classPath =
                Pattern.compile("java -cp \"([^\"]+)\" (Hello|Board)\\.java").matcher(command);
        assertThat(classPath.matches()).as(command).isTrue();
        for (String entry : classPath.group(1).split(":")) {
            assertThat(entry).endsWith("/target/*");
            assertIsModule(entry.replace("/target/*", ""));
        }
    }

    private static void assertIsModule(String name) {
        assertThat(Markdown.ROOT.resolve(name).resolve("pom.xml")).exists();
    }

    private static List<String> valuesOf(String element, String xml) {
        return Pattern.compile("<" + element + ">([^<]+)</")
                .matcher(xml)
                .results()
                .map(value -> value.group(1))
                .distinct()
                .toList();
    }
}
