package sse.api.internal.codec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.api.spi.http.Quote;

/**
 * One text of an event, checked and encoded as it appears on the wire, so that encoding an event copies bytes, however
 * often it is sent. Immutable.
 *
 * <p>The JDK converts the text to UTF-8, because it has access to the string's representation. A loop over
 * {@link String#charAt} is several times slower in a program that has seen both representations.
 */
public final class EncodedText {

    /** The longest id, in bytes of UTF-8. */
    public static final int MAX_ID_BYTES = 1024;

    /** The longest reconnection time: what fits into 31 bits of milliseconds. */
    public static final Duration MAX_RETRY = Duration.ofMillis(Integer.MAX_VALUE);

    /** The bytes between the first field prefix and the last line end. */
    final byte[] wire;

    private final String text;

    private EncodedText(String text, byte[] wire) {
        this.text = text;
        this.wire = wire;
    }

    /**
     * Encodes an id.
     *
     * @throws IllegalArgumentException if it contains CR, LF or NUL, begins or ends with white space, or is longer than
     *     {@link #MAX_ID_BYTES}
     */
    public static EncodedText id(String id) {
        EncodedText text = line(Objects.requireNonNull(id, "id"));
        if (ByteSearch.containsUpToCr(text.wire)) {
            requireNone("id", id, '\r', "CR");
            requireNone("id", id, '\n', "LF");
            requireNone("id", id, '\0', "NUL");
        }
        if (!id.isEmpty() && (id.charAt(0) <= ' ' || id.charAt(id.length() - 1) <= ' ')) {
            throw new IllegalArgumentException("id must not begin or end with white space: " + Quote.of(id));
        }
        if (text.wire.length > MAX_ID_BYTES) {
            throw new IllegalArgumentException("id must be at most " + MAX_ID_BYTES + " bytes in UTF-8: "
                    + text.wire.length + ", " + Quote.of(id));
        }
        return text;
    }

    /**
     * Encodes a type.
     *
     * @throws IllegalArgumentException if it contains CR or LF
     */
    public static EncodedText type(String type) {
        EncodedText text = line(Objects.requireNonNull(type, "type"));
        if (ByteSearch.containsUpToCr(text.wire)) {
            requireNone("type", type, '\r', "CR");
            requireNone("type", type, '\n', "LF");
        }
        return text;
    }

    /** Encodes data of any number of lines. */
    public static EncodedText data(String data) {
        return lines(Objects.requireNonNull(data, "data"), FieldPrefix.DATA);
    }

    /** Encodes a comment of any number of lines. */
    public static EncodedText comment(String comment) {
        return lines(Objects.requireNonNull(comment, "comment"), FieldPrefix.COMMENT);
    }

    /**
     * Encodes a reconnection time, rounded up to whole milliseconds.
     *
     * @throws IllegalArgumentException if it is negative or longer than {@link #MAX_RETRY}
     */
    public static EncodedText retry(Duration retry) {
        Objects.requireNonNull(retry, "retry");
        if (retry.isNegative()) {
            throw new IllegalArgumentException("retry must not be negative: " + retry);
        }
        if (retry.compareTo(MAX_RETRY) > 0) {
            throw new IllegalArgumentException("retry must be at most " + MAX_RETRY.toMillis() + " ms: " + retry);
        }
        return line(Long.toString(retry.plusNanos(999_999).toMillis()));
    }

    /**
     * Returns the text of a field that has been written before, without checking it again.
     *
     * @param prefix the prefix of each line but the first
     */
    static EncodedText encoded(byte[] wire, byte[] prefix) {
        String text = new String(wire, StandardCharsets.UTF_8);
        return new EncodedText(
                text.indexOf('\n') < 0
                        ? text
                        : text.replace("\n" + new String(prefix, StandardCharsets.US_ASCII), "\n"),
                wire);
    }

    /** Returns the text as a client receives it: with LF for each CR, LF and CRLF. */
    public String value() {
        return text.indexOf('\r') < 0 ? text : withLineFeeds(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncodedText that && Arrays.equals(wire, that.wire);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(wire);
    }

    private static void requireNone(String field, String text, char c, String name) {
        if (text.indexOf(c) >= 0) {
            throw new IllegalArgumentException(field + " must not contain " + name + ": " + Quote.of(text));
        }
    }

    private static EncodedText line(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (!ByteSearch.contains(utf8, (byte) '?')) {
            return new EncodedText(text, utf8);
        }
        // getBytes encodes an unpaired surrogate as a question mark.
        String paired = Surrogates.replaceUnpaired(text);
        return new EncodedText(paired, paired.getBytes(StandardCharsets.UTF_8));
    }

    private static EncodedText lines(String text, byte[] prefix) {
        EncodedText line = line(text);
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? line
                : new EncodedText(line.text, withPrefixes(line.wire, prefix));
    }

    /** Returns the text with each line break replaced by LF and a field prefix. */
    private static byte[] withPrefixes(byte[] text, byte[] prefix) {
        var wire = new byte[text.length + 16 * prefix.length];
        int length = 0;
        int from = 0;
        int end = ByteSearch.lineEnd(text, from, text.length);
        while (end < text.length) {
            int line = end - from;
            int rest = text.length - from;
            if (wire.length - length < rest + 1 + prefix.length) {
                wire = Arrays.copyOf(wire, length + rest + (length + rest) / 2 + 16 * prefix.length);
            }
            System.arraycopy(text, from, wire, length, line);
            length += line;
            wire[length++] = '\n';
            System.arraycopy(prefix, 0, wire, length, prefix.length);
            length += prefix.length;
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
