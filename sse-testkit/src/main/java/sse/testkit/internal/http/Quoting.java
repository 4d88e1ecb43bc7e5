package sse.testkit.internal.http;

/** Shows a text in a message: between quotes, control characters escaped, at most 80 characters of it. */
public final class Quoting {
    private static final int LONGEST = 80;

    private Quoting() {}

    /** Returns the text as a message shows it. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        boolean cutsPair = text.length() > LONGEST && Character.isHighSurrogate(text.charAt(LONGEST - 1));
        text.chars().limit(cutsPair ? LONGEST - 1 : LONGEST).forEach(c -> append(out, (char) c));
        out.append('"');
        if (text.length() > LONGEST) {
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
                if (Character.isISOControl(c)) {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
