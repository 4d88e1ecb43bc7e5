package sse.api.spi.http;

/** The grammar of the {@code Host} field (RFC 9110 section 7.2, RFC 3986 section 3.2.2). */
public final class HostField {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    private HostField() {}

    /**
     * Returns true if a value is a host with an optional port. The host is a registered name, an IPv4 address or an IP
     * literal in brackets; it is not empty. The port has at most five digits and is at most 65,535; it may be empty.
     *
     * @param value the value of the field, without surrounding white space
     * @return true if it follows the grammar; whether the host exists is not examined
     */
    public static boolean isValid(String value) {
        int end = value.startsWith("[") ? endOfLiteral(value) : endOfName(value);
        return end > 0 && (end == value.length() || (value.charAt(end) == ':' && isPort(value, end + 1)));
    }

    private static int endOfName(String value) {
        int at = 0;
        while (at < value.length() && value.charAt(at) != ':') {
            char c = value.charAt(at);
            boolean encoded = c == '%' && at + 2 < value.length() && isHexPair(value, at + 1);
            if (!encoded && !HttpSyntax.isRegisteredNameCharacter(c)) {
                return -1;
            }
            at += encoded ? 3 : 1;
        }
        return at;
    }

    private static boolean isHexPair(String value, int at) {
        return HttpSyntax.hexDigit(value.charAt(at)) >= 0 && HttpSyntax.hexDigit(value.charAt(at + 1)) >= 0;
    }

    private static int endOfLiteral(String value) {
        int close = value.indexOf(']');
        for (int i = 1; i < close; i++) {
            char c = value.charAt(i);
            if (c != ':' && !HttpSyntax.isRegisteredNameCharacter(c)) {
                return -1;
            }
        }
        return close > 1 ? close + 1 : -1;
    }

    private static boolean isPort(String value, int start) {
        int port = 0;
        for (int i = start; i < value.length(); i++) {
            if (!HttpSyntax.isDigit(value.charAt(i))) {
                return false;
            }
            port = port * 10 + value.charAt(i) - '0';
            if (i - start == MAX_PORT_DIGITS) {
                return false;
            }
        }
        return port <= MAX_PORT;
    }
}
