package sse.integration.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The codec's golden vectors, read by a parser that is independent of the one in the codec's own tests. */
final class Vectors {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("sse.root"), "sse-api", "src", "test", "resources", "sse", "api");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern PIECE = Pattern.compile("\\\\(?:x(?<byte>..)|u(?<unit>....)|(?<short>.))|[^\\\\]+");

    /**
     * A named vector.
     *
     * @param name its name
     * @param lines the other lines, unparsed
     */
    record Vector(String name, List<String> lines) {
        /** Returns the values of the lines with a key. */
        List<String> all(String key) {
            String start = key + ": ";
            return lines.stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .toList();
        }

        boolean has(String key) {
            return !all(key).isEmpty();
        }

        byte[] wire() {
            return bytes(all("wire").get(0));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Vectors() {}

    /** Returns the vectors of the decoder. */
    static List<Vector> decoder() throws IOException {
        return read("decoder.vectors");
    }

    /** Returns the vectors of the encoder that are not rejected. */
    static List<Vector> encoder() throws IOException {
        return read("encoder.vectors").stream()
                .filter(vector -> !vector.has("refused"))
                .toList();
    }

    private static List<Vector> read(String file) throws IOException {
        List<Vector> vectors = new ArrayList<>();
        for (String block : Files.readString(DIRECTORY.resolve(file)).split("\n\n+")) {
            List<String> lines =
                    block.lines().filter(line -> !line.startsWith("#")).toList();
            if (!lines.isEmpty()) {
                vectors.add(new Vector(lines.get(0).substring("name: ".length()), lines.subList(1, lines.size())));
            }
        }
        return vectors;
    }

    /** Returns the quoted texts of a line, unescaped. */
    static List<String> texts(String line) {
        Matcher quoted = TEXT.matcher(line);
        List<String> texts = new ArrayList<>();
        while (quoted.find()) {
            StringBuilder text = new StringBuilder();
            pieces(quoted.group(1)).forEach(text::append);
            texts.add(text.toString());
        }
        return texts;
    }

    private static byte[] bytes(String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher quoted = TEXT.matcher(line);
        if (!quoted.matches()) {
            throw new IllegalArgumentException("line must be one quoted text: " + line);
        }
        Matcher piece = PIECE.matcher(quoted.group(1));
        while (piece.find()) {
            if (piece.group("byte") != null) {
                bytes.write(Integer.parseInt(piece.group("byte"), 16));
            } else {
                bytes.writeBytes(plain(piece).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static Stream<String> pieces(String escaped) {
        return PIECE.matcher(escaped).results().map(found -> {
            Matcher piece = PIECE.matcher(found.group());
            piece.matches();
            return plain(piece);
        });
    }

    private static String plain(Matcher piece) {
        if (piece.group("unit") != null) {
            return String.valueOf((char) Integer.parseInt(piece.group("unit"), 16));
        }
        if (piece.group("short") == null) {
            return piece.group();
        }
        return switch (piece.group("short")) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "0" -> "\0";
            case "\"" -> "\"";
            case "\\" -> "\\";
            default -> throw new IllegalArgumentException("escape must be one that the file names: " + piece.group());
        };
    }
}
