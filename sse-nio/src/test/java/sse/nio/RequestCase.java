package sse.nio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * A line of {@code requests.txt}.
 *
 * @param section the RFC and its section
 * @param outcome what comes of it, escapes resolved
 * @param bytes what is sent
 * @param source the bytes as they are written in the file
 */
record RequestCase(String section, String outcome, byte[] bytes, String source) {
    static List<RequestCase> all() throws IOException {
        try (InputStream file = Objects.requireNonNull(RequestCase.class.getResourceAsStream("requests.txt"))) {
            return new String(file.readAllBytes(), US_ASCII)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(RequestCase::parse)
                    .toList();
        }
    }

    private static RequestCase parse(String line) {
        String[] parts = line.split(" \\| ", 3);
        return new RequestCase(parts[0], new String(unescape(parts[1]), ISO_8859_1), unescape(parts[2]), parts[2]);
    }

    private static byte[] unescape(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                c = text.charAt(++i);
                switch (c) {
                    case 'r' -> bytes.write('\r');
                    case 'n' -> bytes.write('\n');
                    case 't' -> bytes.write('\t');
                    case '0' -> bytes.write(0);
                    case '\\' -> bytes.write('\\');
                    case 'x' -> {
                        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                        i += 2;
                    }
                    default -> throw new IllegalArgumentException("unknown escape: \\" + c);
                }
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return section + " | " + source;
    }
}
