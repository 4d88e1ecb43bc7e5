package sse.integration.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import sse.integration.documents.Markdown;

/** A configuration as the guide prints it, and what is replaced in it. */
record Snippet(String text) {
    /** The page that prints it. */
    static final String GUIDE = "docs/guides/proxies.md";

    /** Returns one of the blocks of a language in the guide, counted from 0. */
    static Snippet printed(String language, int index) throws IOException {
        return new Snippet(Markdown.read(GUIDE).blocks(language).get(index).text());
    }

    /** Replaces a text that must be there. */
    Snippet with(String printed, String replacement) {
        assertThat(text).contains(printed);
        return new Snippet(text.replace(printed, replacement));
    }

    /** Removes each line that contains a text, which must be there. */
    Snippet without(String printed) {
        assertThat(text).contains(printed);
        return new Snippet(
                text.lines().filter(line -> !line.contains(printed)).reduce("", (lines, line) -> lines + line + "\n"));
    }
}
