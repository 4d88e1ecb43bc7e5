package sse.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds one text of an {@link Event}, checked and already as it stands on the wire, so that to encode an event is to
 * copy it, however often it is sent.
 *
 * <p>The conversion is done here by the JDK's own code, which knows how a string is stored. Code of ours would have to
 * go through {@link String#charAt}, which gets several times slower in a program that has seen both kinds of string.
 */
final class EventText {

    /** What stands between the first field name and the last line end. */
    final byte[] wire;

    private final String text;

    private EventText(String text, byte[] wire) {
        this.text = text;
        this.wire = wire;
    }

    static EventText id(String id) {
        Objects.requireNonNull(id, "id");
        refuse("id", id, '\r', "CR");
        refuse("id", id, '\n', "LF");
        refuse("id", id, '\0', "NUL");
        if (!id.isEmpty() && (id.charAt(0) <= ' ' || id.charAt(id.length() - 1) <= ' ')) {
            throw new IllegalArgumentException("id must not begin or end with white space: " + Quoted.of(id));
        }
        EventText text = line(id);
        if (text.wire.length > Event.MAX_ID_BYTES) {
            throw new IllegalArgumentException("id must be at most " + Event.MAX_ID_BYTES + " bytes in UTF-8: "
                    + text.wire.length + ", " + Quoted.of(id));
        }
        return text;
    }

    static EventText type(String type) {
        Objects.requireNonNull(type, "type");
        refuse("type", type, '\r', "CR");
        refuse("type", type, '\n', "LF");
        return line(type);
    }

    static EventText data(String data) {
        return lines(Objects.requireNonNull(data, "data"), EventEncoder.DATA);
    }

    static EventText comment(String comment) {
        return lines(Objects.requireNonNull(comment, "comment"), EventEncoder.COMMENT);
    }

    static EventText retry(Duration retry) {
        Objects.requireNonNull(retry, "retry");
        if (retry.isNegative()) {
            throw new IllegalArgumentException("retry must not be negative: " + retry);
        }
        if (retry.compareTo(Event.MAX_RETRY) > 0) {
            throw new IllegalArgumentException("retry must be at most " + Event.MAX_RETRY.toMillis() + " ms: " + retry);
        }
        return line(Long.toString(retry.plusNanos(999_999).toMillis()));
    }

    /**
     * Returns the text that stands in an encoded event, which nobody needs to check again.
     *
     * @param name what each line but the first begins with
     */
    static EventText encoded(byte[] wire, byte[] name) {
        String text = new String(wire, StandardCharsets.UTF_8);
        return new EventText(
                text.indexOf('\n') < 0 ? text : text.replace("\n" + new String(name, StandardCharsets.US_ASCII), "\n"),
                wire);
    }

    /** Returns the text as a client receives it: with LF for CR, LF and CRLF. */
    String value() {
        return text.indexOf('\r') < 0 ? text : withLineFeeds(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventText that && Arrays.equals(wire, that.wire);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(wire);
    }

    private static void refuse(String field, String text, char c, String name) {
        if (text.indexOf(c) >= 0) {
            throw new IllegalArgumentException(field + " must not contain " + name + ": " + Quoted.of(text));
        }
    }

    private static EventText line(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (!ByteSearch.contains(utf8, (byte) '?')) {
            return new EventText(text, utf8);
        }
        // getBytes writes a question mark for an unpaired surrogate.
        String paired = Surrogates.replaceUnpaired(text);
        return new EventText(paired, paired.getBytes(StandardCharsets.UTF_8));
    }

    private static EventText lines(String text, byte[] name) {
        EventText line = line(text);
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? line
                : new EventText(line.text, withNames(line.wire, name));
    }

    /** Returns the text with LF and a field name in the place of every line break. */
    private static byte[] withNames(byte[] text, byte[] name) {
        var wire = new byte[text.length + 16 * name.length];
        int length = 0;
        int from = 0;
        int end = ByteSearch.lineEnd(text, from, text.length);
        while (end < text.length) {
            int line = end - from;
            int rest = text.length - from;
            if (wire.length - length < rest + 1 + name.length) {
                wire = Arrays.copyOf(wire, length + rest + (length + rest) / 2 + 16 * name.length);
            }
            System.arraycopy(text, from, wire, length, line);
            length += line;
            wire[length++] = '\n';
            System.arraycopy(name, 0, wire, length, name.length);
            length += name.length;
            boolean crLf = text[end] == '\r' && end + 1 < text.length && text[end + 1] == '\n';
            from = crLf ? end + 2 : end + 1;
            end = ByteSearch.lineEnd(text, from, text.length);
        }
        System.arraycopy(text, from, wire, length, end - from);
        return Arrays.copyOf(wire, length + end - from);
    }

    private static String withLineFeeds(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }
}
