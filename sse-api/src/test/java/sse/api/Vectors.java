package sse.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files of golden vectors: blocks of {@code key: value} lines, and comments. The files describe their contents.
 */
final class Vectors {

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern UNIT =
            Pattern.compile("\\\\u([0-9A-F]{4})|\\\\x([0-9A-F]{2})|\\\\(.)|([^\\\\]+)", Pattern.DOTALL);

    /** One line of a vector. */
    record Line(String key, String value) {

        /** Returns the quoted texts of the value. */
        List<String> texts() {
            var texts = new ArrayList<String>();
            Matcher matcher = QUOTED.matcher(value);
            while (matcher.find()) {
                texts.add(Vectors.text(matcher.group(1)));
            }
            return texts;
        }

        String text() {
            return texts().get(0);
        }

        byte[] bytes() {
            Matcher matcher = QUOTED.matcher(value);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("value must be one quoted text: " + value);
            }
            return Vectors.bytes(matcher.group(1));
        }
    }

    /** A named block. */
    record Vector(String name, List<Line> lines) {

        Line only(String key) {
            List<Line> found = lines.stream().filter(l -> l.key.equals(key)).toList();
            if (found.size() != 1) {
                throw new IllegalArgumentException(name + " must have one " + key + ": " + found.size());
            }
            return found.get(0);
        }

        boolean has(String key) {
            return lines.stream().anyMatch(l -> l.key.equals(key));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Vectors() {}

    static List<Vector> read(String resource) {
        var vectors = new ArrayList<Vector>();
        for (String block : content(resource).split("\n\n+")) {
            List<Line> lines = block.lines()
                    .filter(l -> !l.startsWith("#"))
                    .map(Vectors::line)
                    .toList();
            if (!lines.isEmpty()) {
                vectors.add(new Vector(lines.get(0).value, lines.subList(1, lines.size())));
            }
        }
        return vectors;
    }

    private static String content(String resource) {
        try (InputStream in = Vectors.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String line) {
        int colon = line.indexOf(": ");
        return new Line(line.substring(0, colon), line.substring(colon + 2));
    }

    private static String text(String escaped) {
        var text = new StringBuilder();
        Matcher unit = UNIT.matcher(escaped);
        while (unit.find()) {
            text.append(plain(unit));
        }
        return text.toString();
    }

    private static byte[] bytes(String escaped) {
        var bytes = new ByteArrayOutputStream();
        Matcher unit = UNIT.matcher(escaped);
        while (unit.find()) {
            if (unit.group(2) != null) {
                bytes.write(Integer.parseInt(unit.group(2), 16));
            } else {
                bytes.writeBytes(plain(unit).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String plain(Matcher unit) {
        if (unit.group(1) != null) {
            return String.valueOf((char) Integer.parseInt(unit.group(1), 16));
        }
        if (unit.group(2) != null) {
            return String.valueOf((char) Integer.parseInt(unit.group(2), 16));
        }
        if (unit.group(4) != null) {
            return unit.group(4);
        }
        return switch (unit.group(3)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "0" -> "\0";
            case "\"" -> "\"";
            case "\\" -> "\\";
            default -> throw new IllegalArgumentException("unknown escape: " + unit.group());
        };
    }
}
