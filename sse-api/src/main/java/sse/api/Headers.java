package sse.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The header fields of a request or response, in order, with repeated names kept. Immutable. Names compare without regard to
 * case (RFC 9110 section 5.1). Values are ISO-8859-1, as HTTP/1.1 carries them.
 *
 * <p>They are kept as one block of bytes and read by scanning it: a request's fields are looked at a few times when a stream
 * opens and then held for as long as it lives, so size counts and speed does not.
 */
public final class Headers {
    private static final Headers EMPTY = new Headers(new byte[0]);

    // Lines of "name:value\n", without optional white space.
    private final byte[] block;

    private Headers(byte[] block) {
        this.block = block;
    }

    /**
     * Returns no fields.
     *
     * @return the empty headers
     */
    public static Headers empty() {
        return EMPTY;
    }

    /**
     * Makes headers of one field.
     *
     * @param name the field's name, a token
     * @param value the field's value
     * @return the headers
     * @throws IllegalArgumentException if the name or value breaks {@link Builder#add}'s rules
     */
    public static Headers of(String name, String value) {
        return builder().add(name, value).build();
    }

    /**
     * Starts with no fields.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the value of the first field of a name.
     *
     * @param name the field's name, in any case
     * @return its value without surrounding white space, or empty if there is no such field
     */
    public Optional<String> first(String name) {
        Objects.requireNonNull(name, "name");
        for (int line = 0; line < block.length; line = nextLine(line)) {
            if (isNamed(line, name)) {
                return Optional.of(valueAt(line + name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the values of all fields of a name, in order.
     *
     * @param name the field's name, in any case
     * @return the values, unmodifiable, empty if there is no such field
     */
    public List<String> all(String name) {
        Objects.requireNonNull(name, "name");
        List<String> values = new ArrayList<>(2);
        for (int line = 0; line < block.length; line = nextLine(line)) {
            if (isNamed(line, name)) {
                values.add(valueAt(line + name.length() + 1));
            }
        }
        return List.copyOf(values);
    }

    /**
     * Says whether there is a field of a name.
     *
     * @param name the field's name, in any case
     * @return whether there is one
     */
    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /**
     * Hands over every field in order.
     *
     * @param action receives name and value
     */
    public void forEach(BiConsumer<String, String> action) {
        Objects.requireNonNull(action, "action");
        for (int line = 0; line < block.length; line = nextLine(line)) {
            int colon = indexOf(':', line);
            String name = new String(block, line, colon - line, StandardCharsets.ISO_8859_1);
            action.accept(name, valueAt(colon + 1));
        }
    }

    /**
     * Starts with these fields.
     *
     * @return a new builder that has them already
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.block.writeBytes(block);
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && Arrays.equals(block, that.block);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(block);
    }

    /** Returns the fields as lines of {@code name:value}. */
    @Override
    public String toString() {
        return new String(block, StandardCharsets.ISO_8859_1);
    }

    private boolean isNamed(int line, String name) {
        int length = name.length();
        if (line + length >= block.length || block[line + length] != ':') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (block[line + i] == ':' || lower(block[line + i]) != lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int character) {
        return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
    }

    private String valueAt(int start) {
        return new String(block, start, indexOf('\n', start) - start, StandardCharsets.ISO_8859_1);
    }

    private int nextLine(int line) {
        return indexOf('\n', line) + 1;
    }

    private int indexOf(char wanted, int from) {
        int at = from;
        while (block[at] != wanted) {
            at++;
        }
        return at;
    }

    /** Collects header fields. For use by one thread. */
    public static final class Builder {
        private final ByteArrayOutputStream block = new ByteArrayOutputStream(128);

        private Builder() {}

        /**
         * Adds a field after those already there.
         *
         * @param name the name, a token (RFC 9110 section 5.6.2)
         * @param value the value; surrounding spaces and tabs are taken off
         * @return this builder
         * @throws IllegalArgumentException if the name is not a token, or if the value has a control character other than tab, or a character
         *     above U+00FF
         */
        public Builder add(String name, String value) {
            requireToken(name);
            String trimmed = trim(value);
            requireFieldValue(name, trimmed);
            block.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
            block.write(':');
            block.writeBytes(trimmed.getBytes(StandardCharsets.ISO_8859_1));
            block.write('\n');
            return this;
        }

        /**
         * Adds all fields of other headers.
         *
         * @param headers the fields to add
         * @return this builder
         */
        public Builder addAll(Headers headers) {
            block.writeBytes(headers.block);
            return this;
        }

        /**
         * Makes the headers. The builder may go on.
         *
         * @return the headers
         */
        public Headers build() {
            return block.size() == 0 ? EMPTY : new Headers(block.toByteArray());
        }

        private static void requireToken(String name) {
            boolean token = !name.isEmpty();
            for (int i = 0; token && i < name.length(); i++) {
                token = isTokenCharacter(name.charAt(i));
            }
            if (!token) {
                throw new IllegalArgumentException("header name must be a token: " + Quoted.of(name));
            }
        }

        private static boolean isTokenCharacter(char c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }

        private static void requireFieldValue(String name, String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
                    throw new IllegalArgumentException("value of header " + name
                            + " must have no control character and none above U+00FF: " + Quoted.of(value));
                }
            }
        }

        private static String trim(String value) {
            int start = 0;
            int end = value.length();
            while (start < end && isBlank(value.charAt(start))) {
                start++;
            }
            while (end > start && isBlank(value.charAt(end - 1))) {
                end--;
            }
            return value.substring(start, end);
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }
    }
}
