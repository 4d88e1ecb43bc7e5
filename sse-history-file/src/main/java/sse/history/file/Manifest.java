package sse.history.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sse.api.spi.history.EntryId;

/**
 * The file beside the segments that names the log, has the starts of its terms, and whether it was closed. It is
 * replaced as a whole, and forced to the disk. Immutable.
 *
 * <pre>
 *   sse-history 1
 *   log k3f9x2ab
 *   term 1 after 0-0 ordinal 0
 *   term 2 after 1-57 ordinal 58
 *   closed 2-90 ordinal 149
 * </pre>
 *
 * <p>The last line is {@code open} while the history is open. It is the marker of an orderly close: if what the
 * segments hold is not exactly what the line has, the next term begins.
 *
 * @param log the name of the log
 * @param terms the starts of the terms, in their order
 * @param closed the newest entry, and the number of entries, if the log was closed
 */
record Manifest(String log, List<Terms.Start> terms, Optional<Closed> closed) {
    private static final String FILE = "manifest";
    private static final String HEAD = "sse-history 1";

    /**
     * The end of the log when it was closed.
     *
     * @param head the id of the newest entry
     * @param ordinal how many entries the log had given ids
     */
    record Closed(EntryId head, long ordinal) {}

    /** Reads the manifest of a directory, or returns empty if there is none. */
    static Optional<Manifest> read(Path directory) throws IOException {
        Path path = directory.resolve(FILE);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(path, StandardCharsets.US_ASCII);
        try {
            return Optional.of(parse(lines));
        } catch (RuntimeException malformed) {
            throw new IOException("manifest must be as the library wrote it: " + path, malformed);
        }
    }

    private static Manifest parse(List<String> lines) {
        if (!lines.get(0).equals(HEAD)) {
            throw new IllegalArgumentException("first line must be " + HEAD);
        }
        String log = lines.get(1).substring("log ".length());
        List<Terms.Start> terms = new ArrayList<>();
        Optional<Closed> closed = Optional.empty();
        for (String line : lines.subList(2, lines.size())) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "term" ->
                    terms.add(new Terms.Start(Long.parseLong(words[1]), id(log, words[3]), Long.parseLong(words[5])));
                case "closed" -> closed = Optional.of(new Closed(id(log, words[1]), Long.parseLong(words[3])));
                case "open" -> closed = Optional.empty();
                default -> throw new IllegalArgumentException("line must be known: " + words[0]);
            }
        }
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("a term must be there");
        }
        return new Manifest(log, terms, closed);
    }

    private static EntryId id(String log, String text) {
        return EntryId.parse(log + "." + text).orElseThrow();
    }

    /** Replaces the manifest of a directory. When it returns it is on the disk. */
    void write(Path directory) throws IOException {
        StringBuilder text =
                new StringBuilder(HEAD).append("\nlog ").append(log).append('\n');
        for (Terms.Start start : terms) {
            text.append("term ").append(start.term());
            text.append(" after ").append(text(start.after()));
            text.append(" ordinal ").append(start.ordinal()).append('\n');
        }
        text.append(closed.map(end -> "closed " + text(end.head()) + " ordinal " + end.ordinal())
                .orElse("open"));
        byte[] bytes = text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
        Path written = directory.resolve(FILE + ".new");
        try (FileChannel file = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer content = ByteBuffer.wrap(bytes);
            while (content.hasRemaining()) {
                file.write(content);
            }
            file.force(true);
        }
        Files.move(written, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        Directories.force(directory);
    }

    private static String text(EntryId id) {
        return id.term() + "-" + id.number();
    }
}
