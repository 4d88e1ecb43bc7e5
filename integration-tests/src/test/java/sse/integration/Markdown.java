package sse.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A document of this repository: its fenced blocks and its links. */
final class Markdown {
    static final Path ROOT = Path.of(System.getProperty("sse.root"));

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s]+)\\)");

    private final Path file;
    private final String text;

    /** A link and the text it stands under. */
    record Link(String text, String target) {}

    private Markdown(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Reads a document, given from the root of the repository. */
    static Markdown read(String path) throws IOException {
        Path file = ROOT.resolve(path);
        return new Markdown(file, Files.readString(file));
    }

    /** Returns the text of every fenced block in a language, in order. */
    List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** Returns every link outside fenced blocks. */
    List<Link> links() {
        return LINK.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(link -> new Link(link.group(1), link.group(2)))
                .toList();
    }

    /** Returns the anchors that GitHub makes of its headings. */
    List<String> anchors() {
        return HEADING.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
    }

    Path file() {
        return file;
    }

    String text() {
        return text;
    }
}
