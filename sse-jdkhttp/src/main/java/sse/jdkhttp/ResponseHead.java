package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Optional;
import sse.api.Headers;
import sse.api.spi.http.ConnectionOptions;
import sse.api.spi.http.HttpVersion;
import sse.api.spi.http.Persistence;
import sse.api.spi.http.TransportFields;

/** The header fields of responses, and whether the connection closes after a response. */
final class ResponseHead {
    private static final int PERSISTS_BEFORE = 23;

    private ResponseHead() {}

    /** Sets the fields of a response, without those that belong to the transport. */
    static void fill(HttpExchange exchange, Headers headers) {
        headers.forEach((name, value) -> {
            if (!TransportFields.contains(name)) {
                exchange.getResponseHeaders().add(name, value);
            }
        });
    }

    /** Makes the JDK's server announce that the connection closes after the response, and close it. */
    static void closeAfterwards(HttpExchange exchange) {
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.getResponseHeaders().remove("Keep-Alive");
    }

    /**
     * Returns true if the connection may have another request after a stream: only in HTTP/1.1, where a stream has
     * chunks, and only in a server of our own. In one of the user's the JDK forgets the connection of a stream that was
     * aborted only if it was to be closed anyway, see {@link ExchangeDisposer}. From Java 23 on that holds in our own
     * server, too: it may add the connection to its idle ones again after it was removed.
     */
    static boolean mayPersistAfterStream(HttpExchange exchange, Optional<ServerTask> serverTask) {
        return Runtime.version().feature() < PERSISTS_BEFORE
                && serverTask.isPresent()
                && serverTask.get().isOfOwnServer()
                && !exchange.getProtocol().equals("HTTP/1.0")
                && !closesConnection(exchange);
    }

    /**
     * Returns true if the connection closes after the response: because the client asks for it (RFC 9112 section 9.3),
     * or because the end of the request is uncertain: the JDK's server counts the size of a chunk in an int that wraps,
     * so the bytes that it leaves after chunks may be content.
     *
     * <p>The JDK's server decides differently: it overlooks {@code close} in a list, and keeps the connection of an
     * HTTP/1.0 client for any option.
     */
    static boolean closesConnection(HttpExchange exchange) {
        ConnectionOptions options = new ConnectionOptions();
        exchange.getRequestHeaders().getOrDefault("Connection", List.of()).forEach(options::add);
        HttpVersion version = exchange.getProtocol().equals("HTTP/1.0") ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
        return options.persistence(version) == Persistence.CLOSE
                || exchange.getRequestHeaders().containsKey("Transfer-Encoding");
    }
}
