package sse.integration.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A document of this repository: its fenced blocks and its links. */
public final class Markdown {
    public static final Path ROOT = Path.of(System.getProperty("sse.root"));

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)( fragment)?\\n(.*?)^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s]+)\\)");

    private final Path file;
    private final String text;

    /** A link and the text it stands under. */
    public record Link(String text, String target) {}

    /**
     * A fenced block.
     *
     * @param isFragment true if it is marked as a part of another block
     */
    public record Block(String language, boolean isFragment, String text) {
        /** Returns true if it is a whole program. */
        public boolean isProgram() {
            return !isFragment && text.contains("void main(");
        }
    }

    private Markdown(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Reads a document, given from the root of the repository. */
    public static Markdown read(String path) throws IOException {
        Path file = ROOT.resolve(path);
        return new Markdown(file, Files.readString(file));
    }

    /** Returns every fenced block, in order. */
    public List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Block(block.group(1), block.group(2) != null, block.group(3)))
                .toList();
    }

    /** Returns every fenced block in a language, in order. */
    public List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** Returns every link outside fenced blocks. */
    public List<Link> links() {
        return LINK.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(link -> new Link(link.group(1), link.group(2)))
                .toList();
    }

    /** Returns the anchors that GitHub makes of its headings. */
    public List<String> anchors() {
        return HEADING.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
    }

    public Path file() {
        return file;
    }

    public String text() {
        return text;
    }
}
