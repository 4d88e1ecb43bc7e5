package sse.testkit.internal.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import sse.api.spi.HttpLimits;

/**
 * A line of {@code sse/testkit/requests.txt} or {@code answers.txt}, which describe their format. Never compared; the
 * bytes are never changed.
 *
 * @param name names it, unlike any other
 * @param section the RFC and its section
 * @param outcome the expected outcome, escapes resolved
 * @param bytes what is sent
 */
@SuppressWarnings("ArrayRecordComponent")
public record RawRequest(String name, String section, String outcome, byte[] bytes) {
    /** The limits that the outcomes are true of. */
    public static final HttpLimits LIMITS = HttpLimits.builder()
            .requestLineBytes(64)
            .headerBytes(256)
            .bodyBytes(32)
            .requestTimeout(HttpLimits.defaults().requestTimeout())
            .idleTimeout(HttpLimits.defaults().idleTimeout())
            .build();

    private static final String MORE = "more";
    private static final Pattern ANSWER = Pattern.compile("(?s) \\[[^\\]]*]|\\b[45][0-9]{2}$");

    /** Returns what a transport reads. */
    public static List<RawRequest> all() {
        return read("requests.txt");
    }

    /** Returns what a whole server answers. */
    static List<RawRequest> answers() {
        return read("answers.txt");
    }

    private static List<RawRequest> read(String name) {
        return lines(name).stream().map(RawRequest::parse).toList();
    }

    /** Returns the lines of a file beside {@code requests.txt}, without comments and empty lines. */
    static List<String> lines(String name) {
        String resource = "/sse/testkit/" + name;
        try (InputStream file = Objects.requireNonNull(RawRequest.class.getResourceAsStream(resource), name)) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Returns what a client may see that ends its side after the bytes: where a request is not whole, the connection
     * ends, and a server may say before that it was not (RFC 9112 section 8).
     */
    List<String> visibleOutcomes() {
        if (!outcome.endsWith(MORE)) {
            return List.of(outcome);
        }
        String before = outcome.substring(0, outcome.length() - MORE.length());
        return List.of(before.stripTrailing(), before + "400");
    }

    /** Returns how many answers the outcome has, each of which a client gets while it leaves the connection open. */
    int answerCount() {
        return (int) ANSWER.matcher(outcome).results().count();
    }

    private static RawRequest parse(String line) {
        String[] parts = line.split(" \\| ", 4);
        String outcome = new String(unescape(parts[2]), StandardCharsets.ISO_8859_1);
        return new RawRequest(parts[0], parts[1], outcome, unescape(parts[3]));
    }

    private static byte[] unescape(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            char escape = text.charAt(at++);
            switch (escape) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case '0' -> bytes.write(0);
                case '\\' -> bytes.write('\\');
                case 'x' -> {
                    bytes.write(Integer.parseInt(text.substring(at, at + 2), 16));
                    at += 2;
                }
                default ->
                    throw new IllegalArgumentException("escape must be one of \\r \\n \\t \\0 \\\\ \\x: \\" + escape);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return name + " (RFC " + section + ")";
    }
}
