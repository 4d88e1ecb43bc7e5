package sse.conformance.internal.json;

/** Writes texts as JSON. */
public final class JsonText {
    private JsonText() {}

    /** Returns a text in quotes, in ASCII: half a character stays what it is. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c >= ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\u%04X", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
