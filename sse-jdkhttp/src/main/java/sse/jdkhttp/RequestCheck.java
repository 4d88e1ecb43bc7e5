package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Map;
import sse.api.spi.HttpLimits;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpSyntax;
import sse.api.spi.http.MessageFraming;
import sse.api.spi.http.RequestLine;

/**
 * Checks a request that the JDK's server has accepted, and rejects what RFC 9112 does not allow, as far as it is still
 * visible. Every rejection closes the connection: after a request that was misread, nothing on it can be trusted.
 *
 * <p>All rules are those of {@link sse.api.spi.http}. What is no longer visible, such as how lines ended, is listed by
 * the transport's test of raw requests.
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

    /**
     * Checks the head.
     *
     * @return the framing of the content
     * @throws HttpRejection if the request must not reach the core
     */
    MessageFraming check() throws HttpRejection {
        String method = exchange.getRequestMethod();
        String target = exchange.getRequestURI().toString();
        String version = exchange.getProtocol();
        String requestLine = method + " " + target + " " + version;
        if (requestLine.length() > limits.requestLineBytes()) {
            throw RequestLine.tooLong(requestLine.substring(0, limits.requestLineBytes()), limits.requestLineBytes());
        }
        checkHeaderBytes();
        for (String part : List.of(method, target, version)) {
            checkCharacters(part);
        }
        RequestLine line = RequestLine.of(method, target, version);
        MessageFraming framing = checkFields();
        framing.complete(line.version());
        return framing;
    }

    private void checkHeaderBytes() throws HttpRejection {
        int bytes = 0;
        for (Map.Entry<String, List<String>> field :
                exchange.getRequestHeaders().entrySet()) {
            for (String value : field.getValue()) {
                bytes += field.getKey().length() + value.length() + FIELD_OVERHEAD_BYTES;
            }
        }
        if (bytes > limits.headerBytes()) {
            throw HttpRule.HEADERS_TOO_LARGE.rejection(limits.headerBytes());
        }
    }

    private MessageFraming checkFields() throws HttpRejection {
        MessageFraming framing = new MessageFraming();
        for (Map.Entry<String, List<String>> field :
                exchange.getRequestHeaders().entrySet()) {
            checkCharacters(field.getKey());
            if (!HttpSyntax.isToken(field.getKey())) {
                throw HttpRule.FIELD_MALFORMED.rejection();
            }
            for (String value : field.getValue()) {
                checkCharacters(value);
                framing.add(field.getKey(), value);
            }
        }
        return framing;
    }

    private static void checkCharacters(String text) throws HttpRejection {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (HttpSyntax.isControl(c)) {
                throw (c == '\r' ? HttpRule.BARE_CR : c == '\n' ? HttpRule.BARE_LF : HttpRule.CONTROL_CHARACTER)
                        .rejection();
            }
        }
    }
}
