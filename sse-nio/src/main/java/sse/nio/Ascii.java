package sse.nio;

/** The character classes of HTTP (RFC 9110 section 5.6, RFC 3986). */
final class Ascii {
    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~");
    private static final boolean[] REGISTERED_NAME = table("-._~!$&'()*+,;=");

    private Ascii() {}

    /** Says whether a text is a token. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!is(TOKEN, text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Says whether a character may be part of a registered name without being escaped. */
    static boolean isRegisteredName(char c) {
        return is(REGISTERED_NAME, c);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Returns the value of a hexadecimal digit, or -1. */
    static int hex(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private static boolean is(boolean[] table, int c) {
        return c < table.length && table[c];
    }

    private static boolean[] table(String marks) {
        boolean[] table = new boolean[128];
        for (int c = 0; c < table.length; c++) {
            table[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || marks.indexOf(c) >= 0;
        }
        return table;
    }
}
