package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Map;
import sse.api.spi.HttpLimits;

/**
 * Looks again at a request that the JDK's server let through, and refuses what RFC 9112 does not allow, as far as it
 * can be seen. Every refusal closes the connection: after a request that was misread nothing on it can be trusted.
 *
 * <p>What cannot be seen any more, such as how lines ended, is listed by the transport's test of raw requests.
 */
final class RequestCheck {
    /** Colon, space, CR and LF of a field line. */
    private static final int FIELD_OVERHEAD_BYTES = 4;

    private final HttpExchange exchange;
    private final HttpLimits limits;

    RequestCheck(HttpExchange exchange, HttpLimits limits) {
        this.exchange = exchange;
        this.limits = limits;
    }

    /** Refuses a request that must not go further. */
    void check() throws RefusedException {
        require(
                lineBytes() <= limits.requestLineBytes(),
                414,
                "request line must be at most " + limits.requestLineBytes() + " bytes");
        require(
                fieldBytes() <= limits.headerBytes(),
                431,
                "header fields must be at most " + limits.headerBytes() + " bytes");
        checkVersion();
        checkLine();
        checkFields();
        checkFraming();
        checkHost();
        checkExpectation();
    }

    private void checkVersion() throws RefusedException {
        String version = exchange.getProtocol();
        require(version.matches("HTTP/[0-9]\\.[0-9]"), 400, "request line must end with a version");
        // A higher minor version is answered as the highest that is known (RFC 9110 section 2.5).
        require(version.startsWith("HTTP/1."), 505, "major version must be 1");
    }

    private void checkLine() throws RefusedException {
        require(isToken(exchange.getRequestMethod()), 400, "method must be a token");
        String target = exchange.getRequestURI().toString();
        boolean visible = target.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#');
        require(visible, 400, "request target must be visible ASCII without a fragment");
    }

    private void checkFields() throws RefusedException {
        for (Map.Entry<String, List<String>> field :
                exchange.getRequestHeaders().entrySet()) {
            require(isToken(field.getKey()), 400, "header name must be a token");
            for (String value : field.getValue()) {
                boolean text = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F && c <= 0xFF));
                require(text, 400, "header value must have no control character");
            }
        }
    }

    private void checkFraming() throws RefusedException {
        List<String> lengths = values("Content-Length");
        require(
                lengths.size() <= 1 && lengths.stream().allMatch(RequestCheck::isNumber),
                400,
                "Content-Length must be one number");
        List<String> codings = values("Transfer-Encoding");
        require(
                codings.isEmpty() || (codings.size() == 1 && lengths.isEmpty() && !isOld()),
                400,
                "Transfer-Encoding must be alone, and in HTTP/1.1");
    }

    private void checkHost() throws RefusedException {
        List<String> hosts = values("Host");
        boolean valid = hosts.isEmpty() ? isOld() : hosts.size() == 1 && HostField.isValid(hosts.get(0));
        require(valid, 400, "Host must be there once, with a host and at most a port");
    }

    private void checkExpectation() throws RefusedException {
        boolean known = values("Expect").stream().allMatch("100-continue"::equalsIgnoreCase);
        require(known || isOld(), 417, "expectation must be 100-continue");
    }

    private boolean isOld() {
        return exchange.getProtocol().equals("HTTP/1.0");
    }

    private int lineBytes() {
        return exchange.getRequestMethod().length()
                + 1
                + exchange.getRequestURI().toString().length()
                + 1
                + exchange.getProtocol().length();
    }

    private int fieldBytes() {
        int bytes = 0;
        for (Map.Entry<String, List<String>> field :
                exchange.getRequestHeaders().entrySet()) {
            for (String value : field.getValue()) {
                bytes += field.getKey().length() + value.length() + FIELD_OVERHEAD_BYTES;
            }
        }
        return bytes;
    }

    private List<String> values(String name) {
        return exchange.getRequestHeaders().getOrDefault(name, List.of());
    }

    private static void require(boolean kept, int status, String rule) throws RefusedException {
        if (!kept) {
            throw new RefusedException(status, rule);
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(RequestCheck::isDigit);
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> isAlphanumeric(c) || (c < 0x7F && "!#$%&'*+-.^_`|~".indexOf(c) >= 0));
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
