package sse.nio;

/** The grammar of {@code Host} (RFC 9110 section 7.2, RFC 3986 section 3.2.2). */
final class HostField {
    private HostField() {}

    /** Says whether a value is a host with an optional port. */
    static boolean isValid(String value) {
        int end = value.startsWith("[") ? endOfLiteral(value) : endOfName(value);
        return end > 0 && (end == value.length() || (value.charAt(end) == ':' && isPort(value.substring(end + 1))));
    }

    private static int endOfName(String value) {
        int at = 0;
        while (at < value.length() && value.charAt(at) != ':') {
            char c = value.charAt(at);
            boolean escaped = c == '%' && at + 2 < value.length() && isHexPair(value, at + 1);
            if (!escaped && !Ascii.isRegisteredName(c)) {
                return -1;
            }
            at += escaped ? 3 : 1;
        }
        return at;
    }

    private static boolean isHexPair(String value, int at) {
        return Ascii.hex(value.charAt(at)) >= 0 && Ascii.hex(value.charAt(at + 1)) >= 0;
    }

    private static int endOfLiteral(String value) {
        int close = value.indexOf(']');
        for (int i = 1; i < close; i++) {
            char c = value.charAt(i);
            if (c != ':' && !Ascii.isRegisteredName(c)) {
                return -1;
            }
        }
        return close > 1 ? close + 1 : -1;
    }

    private static boolean isPort(String port) {
        if (port.length() > 5 || !port.chars().allMatch(Ascii::isDigit)) {
            return false;
        }
        return port.isEmpty() || Integer.parseInt(port) <= 65_535;
    }
}
