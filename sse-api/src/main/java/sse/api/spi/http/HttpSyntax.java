package sse.api.spi.http;

/**
 * The character classes of HTTP/1.1 (RFC 9110 section 5.6) and of host names (RFC 3986 section 3.2.2).
 *
 * <p>Methods that take one character accept a {@code char}, a code point or a signed byte: every value outside ASCII,
 * negative ones included, is in none of the classes.
 */
public final class HttpSyntax {
    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~");
    private static final boolean[] REGISTERED_NAME = table("-._~!$&'()*+,;=");
    private static final int DELETE = 0x7F;

    private HttpSyntax() {}

    /**
     * Returns true if a text is a token (RFC 9110 section 5.6.2): a method, or the name of a field.
     *
     * @param text the text
     * @return true if it has at least one character, and only characters of a token
     */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * Returns true if a character may be part of a token (RFC 9110 section 5.6.2).
     *
     * @param c the character
     * @return true if it is a {@code tchar}
     */
    public static boolean isTokenCharacter(int c) {
        return isIn(TOKEN, c);
    }

    /**
     * Returns true if a text may be a request target (RFC 9112 section 3.2) in any of its forms: one or more visible
     * ASCII characters without a fragment. What the target addresses is not examined.
     *
     * @param text the text as it was sent
     * @return true if every character is visible ASCII other than {@code #}, and there is at least one
     */
    public static boolean isTarget(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= DELETE || c == '#') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * Returns true if a text may be the value of a field (RFC 9110 section 5.5), in ISO-8859-1.
     *
     * @param text the value
     * @return true if it has no control character other than tab, and no character above U+00FF
     */
    public static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c) || c > 0xFF) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns true if a character is a control character that no line of a request may contain. The tab is white space.
     *
     * @param c the character
     * @return true for U+0000 to U+001F without the tab, and for U+007F
     */
    public static boolean isControl(int c) {
        return (c >= 0 && c < ' ' && c != '\t') || c == DELETE;
    }

    /**
     * Returns true if a character is optional white space (RFC 9110 section 5.6.3).
     *
     * @param c the character
     * @return true for a space and a tab
     */
    public static boolean isWhitespace(int c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Returns a text without surrounding white space (RFC 9110 section 5.6.3).
     *
     * @param text the text
     * @return the text without spaces and tabs at its start and end
     */
    public static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /**
     * Returns true if a character is a decimal digit.
     *
     * @param c the character
     * @return true for {@code 0} to {@code 9}
     */
    public static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /**
     * Returns the value of a hexadecimal digit.
     *
     * @param c the character, in upper or lower case
     * @return 0 to 15, or -1 if it is no hexadecimal digit
     */
    public static int hexDigit(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /**
     * Returns true if a character may be part of a registered name without being percent-encoded (RFC 3986 section
     * 3.2.2).
     *
     * @param c the character
     * @return true if it is unreserved or a sub-delimiter
     */
    public static boolean isRegisteredNameCharacter(int c) {
        return isIn(REGISTERED_NAME, c);
    }

    private static boolean isIn(boolean[] table, int c) {
        return c >= 0 && c < table.length && table[c];
    }

    private static boolean[] table(String marks) {
        boolean[] table = new boolean[128];
        for (int c = 0; c < table.length; c++) {
            table[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || marks.indexOf(c) >= 0;
        }
        return table;
    }
}
