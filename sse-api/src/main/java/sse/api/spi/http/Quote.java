package sse.api.spi.http;

/** Formats text for error messages: in quotes, with control characters escaped, at most 80 characters. */
public final class Quote {

    private static final int LIMIT = 80;

    private Quote() {}

    /**
     * Returns a text in quotes, without the part beyond 80 characters.
     *
     * @param text the text
     * @return the quoted text, followed by the length of the text if a part was left out
     */
    public static String of(String text) {
        var out = new StringBuilder(Math.min(text.length(), LIMIT) + 16).append('"');
        int end = text.length() <= LIMIT ? text.length() : LIMIT;
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            append(out, text.charAt(i));
        }
        out.append('"');
        if (end < text.length()) {
            out.append("... (").append(text.length()).append(" characters)");
        }
        return out.toString();
    }

    private static void append(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || (c >= 0x7F && c < 0xA0)) {
                    out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
