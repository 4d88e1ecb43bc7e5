package sse.jdkhttp;

/** The grammar of {@code Host} (RFC 9110 section 7.2, RFC 3986 section 3.2.2). */
final class HostField {
    private static final String NAME_MARKS = "-._~!$&'()*+,;=";
    private static final int HIGHEST_PORT = 65_535;

    private HostField() {}

    /** Says whether a value is a host, not an empty one, with an optional port. */
    static boolean isValid(String value) {
        boolean literal = value.startsWith("[");
        int end = literal ? value.indexOf(']') + 1 : value.indexOf(':');
        String host = end < 0 ? value : value.substring(0, end);
        String port = value.substring(host.length());
        return (literal ? isLiteral(host) : isName(host)) && (port.isEmpty() || isPort(port));
    }

    private static boolean isName(String host) {
        int at = 0;
        while (at < host.length()) {
            boolean escaped = host.charAt(at) == '%'
                    && at + 2 < host.length()
                    && isHex(host.charAt(at + 1))
                    && isHex(host.charAt(at + 2));
            if (!escaped && !isNameCharacter(host.charAt(at))) {
                return false;
            }
            at += escaped ? 3 : 1;
        }
        return at > 0;
    }

    private static boolean isLiteral(String host) {
        return host.length() > 2
                && host.substring(1, host.length() - 1).chars().allMatch(c -> c == ':' || isNameCharacter(c));
    }

    private static boolean isPort(String colonAndPort) {
        String port = colonAndPort.substring(1);
        return colonAndPort.charAt(0) == ':'
                && port.length() <= 5
                && port.chars().allMatch(c -> c >= '0' && c <= '9')
                && (port.isEmpty() || Integer.parseInt(port) <= HIGHEST_PORT);
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c < 0x7F && NAME_MARKS.indexOf(c) >= 0);
    }

    private static boolean isHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
