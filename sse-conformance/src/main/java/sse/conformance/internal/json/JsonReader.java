package sse.conformance.internal.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON text (RFC 8259) strictly. Objects are maps in the order of the text, arrays lists, numbers
 * {@link BigDecimal}, {@code null} is {@link JsonNull#INSTANCE}. For use by one thread.
 */
public final class JsonReader {
    /** Nesting beyond which a text is refused, because reading is recursive. */
    private static final int MAX_DEPTH = 100;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads a whole text.
     *
     * @throws IllegalArgumentException if it is not one JSON value
     */
    public static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.skipWhiteSpace();
        if (reader.at != text.length()) {
            throw reader.error("must end after its value");
        }
        return value;
    }

    private Object value() {
        skipWhiteSpace();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", JsonNull.INSTANCE);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        enter();
        while (hasNext('}', members.isEmpty())) {
            String name = string();
            skipWhiteSpace();
            expect(':');
            if (members.put(name, value()) != null) {
                throw error("must have a name once in an object");
            }
        }
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        enter();
        while (hasNext(']', elements.isEmpty())) {
            elements.add(value());
        }
        return elements;
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw error("must be nested at most " + MAX_DEPTH + " deep");
        }
    }

    private boolean hasNext(char end, boolean first) {
        skipWhiteSpace();
        if (peek() == end) {
            at++;
            depth--;
            return false;
        }
        if (!first) {
            expect(',');
            skipWhiteSpace();
        }
        return true;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = next();
            if (c < ' ') {
                throw error("must escape control characters in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw error("must have escapes of JSON only");
        };
    }

    private char unit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw error("must have four hexadecimal digits after \\u");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private BigDecimal number() {
        int start = at;
        while (at < text.length() && "+-.0123456789Ee".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([Ee][+-]?[0-9]{1,4})?")) {
            throw error("must have a value");
        }
        return new BigDecimal(number);
    }

    private Object literal(String literal, Object value) {
        if (!text.startsWith(literal, at)) {
            throw error("must have a value");
        }
        at += literal.length();
        return value;
    }

    private void skipWhiteSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at == text.length()) {
            throw error("must be complete");
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void expect(char expected) {
        if (next() != expected) {
            throw error("must have '" + expected + "' before");
        }
    }

    private IllegalArgumentException error(String rule) {
        return new IllegalArgumentException("JSON " + rule + ": at character " + at);
    }
}
