package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import sse.api.Headers;

/** What every response to an exchange has in common: its header fields. */
final class ResponseHead {
    /** The fields that are the server's own to set. */
    private static final Set<String> OURS =
            Set.of("date", "content-length", "connection", "transfer-encoding", "keep-alive");

    private ResponseHead() {}

    /** Gives a response its fields, without those that are not the core's to set. */
    static void fill(HttpExchange exchange, Headers headers) {
        headers.forEach((name, value) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().add(name, value);
            }
        });
    }

    /** Makes the JDK's server close the connection after the response, and say so. */
    static void closeAfterwards(HttpExchange exchange) {
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.getResponseHeaders().remove("Keep-Alive");
    }

    /**
     * Says whether the connection ends with the response, as the client wants it (RFC 9112 section 9.3), or because
     * nobody knows where the request ended: the JDK's server counts the size of a chunk in an int that wraps, so what
     * it leaves after chunks may be content. It also overlooks {@code close} in a list, and takes any option of an
     * HTTP/1.0 client for a wish to keep the connection.
     */
    static boolean isLast(HttpExchange exchange) {
        Set<String> options = exchange.getRequestHeaders().getOrDefault("Connection", List.of()).stream()
                .flatMap(value -> List.of(value.toLowerCase(Locale.ROOT).split(",")).stream())
                .map(String::strip)
                .collect(Collectors.toSet());
        boolean old = exchange.getProtocol().equals("HTTP/1.0");
        return options.contains("close")
                || (old && !options.contains("keep-alive"))
                || exchange.getRequestHeaders().containsKey("Transfer-Encoding");
    }
}
