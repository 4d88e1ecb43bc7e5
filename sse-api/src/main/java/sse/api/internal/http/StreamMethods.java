package sse.api.internal.http;

import java.util.List;
import java.util.stream.Stream;

/** The methods that a route can name. */
public final class StreamMethods {
    /** In the order in which {@code Allow} and the CORS protocol name them. */
    public static final List<String> NAMES = List.of("GET", "POST", "QUERY", "PUT", "PATCH", "DELETE");

    private StreamMethods() {}

    /** Returns true if the method only reads: GET, and HEAD, which is GET without content (RFC 9110 section 9.3.2). */
    public static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Returns the method whose route takes a request: GET for HEAD. */
    static String routed(String method) {
        return method.equals("HEAD") ? "GET" : method;
    }

    /** Returns a method and those that come with it. */
    static Stream<String> withImplied(String method) {
        return method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method);
    }
}
