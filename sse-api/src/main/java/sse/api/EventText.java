package sse.api;

import java.time.Duration;

/** Checks what goes into an {@link Event}, and brings it into the form a client receives. */
final class EventText {

    private static final char REPLACEMENT = '\uFFFD';

    private EventText() {}

    static String id(String id) {
        refuse("id", id, '\r', "CR");
        refuse("id", id, '\n', "LF");
        refuse("id", id, '\0', "NUL");
        if (!id.isEmpty() && (id.charAt(0) <= ' ' || id.charAt(id.length() - 1) <= ' ')) {
            throw new IllegalArgumentException("id must not begin or end with white space: " + Quoted.of(id));
        }
        return wellFormed(id);
    }

    static String type(String type) {
        refuse("type", type, '\r', "CR");
        refuse("type", type, '\n', "LF");
        return wellFormed(type);
    }

    private static void refuse(String field, String text, char c, String name) {
        if (text.indexOf(c) >= 0) {
            throw new IllegalArgumentException(field + " must not contain " + name + ": " + Quoted.of(text));
        }
    }

    static int retryMillis(Duration retry) {
        if (retry.isNegative()) {
            throw new IllegalArgumentException("retry must not be negative: " + retry);
        }
        if (retry.compareTo(Event.MAX_RETRY) > 0) {
            throw new IllegalArgumentException("retry must be at most " + Event.MAX_RETRY.toMillis() + " ms: " + retry);
        }
        return (int) retry.plusNanos(999_999).toMillis();
    }

    /** Returns the text with LF for each CR, LF and CRLF. */
    static String lines(String text) {
        int cr = text.indexOf('\r');
        if (cr < 0) {
            return wellFormed(text);
        }
        var out = new StringBuilder(text.length());
        int from = 0;
        while (cr >= 0) {
            out.append(text, from, cr).append('\n');
            from = cr + 1 < text.length() && text.charAt(cr + 1) == '\n' ? cr + 2 : cr + 1;
            cr = text.indexOf('\r', from);
        }
        return wellFormed(out.append(text, from, text.length()).toString());
    }

    /** Returns the text with U+FFFD for each unpaired surrogate. */
    static String wellFormed(String text) {
        int bad = unpaired(text, 0);
        if (bad < 0) {
            return text;
        }
        var out = new StringBuilder(text);
        while (bad >= 0) {
            out.setCharAt(bad, REPLACEMENT);
            bad = unpaired(text, bad + 1);
        }
        return out.toString();
    }

    private static int unpaired(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isLowSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
