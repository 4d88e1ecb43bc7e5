package sse.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import sse.api.spi.http.HttpSyntax;
import sse.api.spi.http.Quote;

/**
 * The header fields of a request or response, in order; a name may occur several times. Names are compared without
 * regard to case (RFC 9110 section 5.1). Values are ISO-8859-1, as HTTP/1.1 transfers them.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException} that names the
 * parameter.
 */
public final class Headers {
    // A request's fields are read a few times when its stream opens and retained as long as the stream, so they are
    // stored compactly, as lines of bytes, and found by a scan. What many requests have in common is shared.

    private static final Headers EMPTY = new Headers(new byte[0][]);

    // Each is "name:value", without optional white space.
    final byte[][] lines;

    private Headers(byte[][] lines) {
        this.lines = lines;
    }

    /**
     * Returns headers without fields.
     *
     * @return the empty headers
     */
    public static Headers empty() {
        return EMPTY;
    }

    /**
     * Creates headers of one field.
     *
     * @param name the field's name, a token
     * @param value the field's value
     * @return the headers
     * @throws IllegalArgumentException if {@link Builder#add} rejects the name or the value
     */
    public static Headers of(String name, String value) {
        return builder().add(name, value).build();
    }

    /**
     * Creates a builder without fields.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the value of the first field with a name.
     *
     * @param name the field's name, in any case
     * @return the value without surrounding spaces and tabs; absent if there is no such field
     */
    public Optional<String> first(String name) {
        Objects.requireNonNull(name, "name");
        for (byte[] line : lines) {
            if (isNamed(line, name)) {
                return Optional.of(text(line, name.length() + 1, line.length));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the values of all fields with a name, in order.
     *
     * @param name the field's name, in any case
     * @return an unmodifiable list, empty if there is no such field
     */
    public List<String> all(String name) {
        Objects.requireNonNull(name, "name");
        List<String> values = new ArrayList<>(2);
        for (byte[] line : lines) {
            if (isNamed(line, name)) {
                values.add(text(line, name.length() + 1, line.length));
            }
        }
        return List.copyOf(values);
    }

    /**
     * Returns true if there is a field with a name.
     *
     * @param name the field's name, in any case
     * @return true if there is at least one
     */
    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /**
     * Passes every field to an action, in order, in the calling thread.
     *
     * @param action the action, called with name and value
     */
    public void forEach(BiConsumer<String, String> action) {
        Objects.requireNonNull(action, "action");
        for (byte[] line : lines) {
            int colon = colon(line);
            action.accept(text(line, 0, colon), text(line, colon + 1, line.length));
        }
    }

    /**
     * Creates a builder that has these fields.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder().addAll(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && Arrays.deepEquals(lines, that.lines);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(lines);
    }

    /** Returns the fields as lines of {@code name:value}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (byte[] line : lines) {
            text.append(text(line, 0, line.length)).append('\n');
        }
        return text.toString();
    }

    private static boolean isNamed(byte[] line, String name) {
        int length = name.length();
        if (length >= line.length || line[length] != ':') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (line[i] == ':' || lower(line[i]) != lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int character) {
        return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
    }

    private static int colon(byte[] line) {
        int at = 0;
        while (line[at] != ':') {
            at++;
        }
        return at;
    }

    private static String text(byte[] line, int start, int end) {
        return new String(line, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /**
     * Builds {@link Headers}. Each setter checks its values. For use by one thread at a time; may be used again after
     * {@link #build}.
     */
    public static final class Builder {
        private static final List<String> PRIVATE =
                List.of("Cookie", "Set-Cookie", "Authorization", "Proxy-Authorization");

        private final List<byte[]> lines = new ArrayList<>();

        // True while other headers have each of the lines, too.
        private boolean isShared = true;

        private Builder() {}

        /**
         * Adds a field after the present ones.
         *
         * @param name the name, a token (RFC 9110 section 5.6.2)
         * @param value the value; surrounding spaces and tabs are removed
         * @return this builder
         * @throws IllegalArgumentException if the name is not a token, or if the value contains a control character
         *     other than tab or a character above U+00FF
         */
        public Builder add(String name, String value) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            if (!HttpSyntax.isToken(name)) {
                throw new IllegalArgumentException("header name must be a token: " + Quote.of(name));
            }
            String trimmed = HttpSyntax.trim(value);
            requireFieldValue(name, trimmed);
            byte[] line = (name + ':' + trimmed).getBytes(StandardCharsets.ISO_8859_1);
            byte[] kept = isPrivate(line) ? line : HeaderInterner.intern(line);
            isShared &= kept != line;
            lines.add(kept);
            return this;
        }

        /**
         * Adds all fields of other headers.
         *
         * @param headers the fields to add
         * @return this builder
         */
        public Builder addAll(Headers headers) {
            Objects.requireNonNull(headers, "headers");
            isShared = false;
            Collections.addAll(lines, headers.lines);
            return this;
        }

        /**
         * Replaces all fields with a name by one field, at the position of the first of them. If there are none, adds
         * the field at the end.
         *
         * @param name the name, see {@link #add}
         * @param value the value, see {@link #add}
         * @return this builder
         * @throws IllegalArgumentException if {@link #add} rejects the name or the value; nothing is changed then
         */
        public Builder set(String name, String value) {
            add(name, value);
            byte[] line = lines.remove(lines.size() - 1);
            int position = lines.size();
            for (int i = lines.size() - 1; i >= 0; i--) {
                if (isNamed(lines.get(i), name)) {
                    lines.remove(i);
                    position = i;
                }
            }
            lines.add(position, line);
            return this;
        }

        /**
         * Adds all fields of other headers and removes all earlier fields with one of their names.
         *
         * @param headers the fields to set
         * @return this builder
         */
        public Builder setAll(Headers headers) {
            Objects.requireNonNull(headers, "headers");
            headers.forEach((name, value) -> lines.removeIf(line -> isNamed(line, name)));
            return addAll(headers);
        }

        /**
         * Builds the headers.
         *
         * @return the headers
         */
        public Headers build() {
            if (lines.isEmpty()) {
                return EMPTY;
            }
            Headers built = new Headers(lines.toArray(new byte[0][]));
            return isShared ? HeaderInterner.intern(built) : built;
        }

        /** Returns true if a field's value belongs to one client: it is not shared, and not kept by the interner. */
        private static boolean isPrivate(byte[] line) {
            for (String name : PRIVATE) {
                if (isNamed(line, name)) {
                    return true;
                }
            }
            return false;
        }

        private static void requireFieldValue(String name, String value) {
            if (!HttpSyntax.isFieldValue(value)) {
                throw new IllegalArgumentException("value of header " + name
                        + " must have no control character and none above U+00FF: " + Quote.of(value));
            }
        }
    }
}
