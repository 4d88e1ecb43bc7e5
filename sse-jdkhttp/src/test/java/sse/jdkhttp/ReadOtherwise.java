package sse.jdkhttp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the JDK's server makes of a raw request that it reads otherwise than RFC 9112 has it, before this transport sees
 * anything, or so that it cannot be seen any more: {@code read-otherwise.txt}, with the reasons.
 */
final class ReadOtherwise {
    private static final String FILE = "read-otherwise.txt";

    private ReadOtherwise() {}

    /** Returns the outcomes of each request, by its name. */
    static Map<String, Set<String>> byRequest() {
        return text().lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split(" \\| "))
                .collect(Collectors.toMap(cells -> cells[0], ReadOtherwise::outcomes));
    }

    private static Set<String> outcomes(String... cells) {
        return Arrays.stream(cells)
                .skip(1)
                .map(outcome -> outcome.replaceFirst("^nothing", "").translateEscapes())
                .collect(Collectors.toSet());
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(ReadOtherwise.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
