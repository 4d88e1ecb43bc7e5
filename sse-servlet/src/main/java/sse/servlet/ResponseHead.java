package sse.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.http.TransportFields;

/**
 * Status, fields and length of a response.
 *
 * @param length the number of bytes; absent if the response has no {@code Content-Length}
 */
record ResponseHead(int status, Headers headers, OptionalInt length) {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** The fields of which a filter may have set some already, which remain. */
    private static final Set<String> ADDED = Set.of("set-cookie", "vary");

    /**
     * Returns the head of a complete response.
     *
     * @param method the method of the request: a response to {@code HEAD} without content has no length
     */
    static ResponseHead of(Response response, String method) {
        int length = response.content().remaining();
        boolean unknown = length == 0 && (method.equals("HEAD") || !mayHaveContent(response.status()));
        return new ResponseHead(
                response.status(), response.headers(), unknown ? OptionalInt.empty() : OptionalInt.of(length));
    }

    /** Fills a response. Fields of the same names that a filter has set are replaced, except for those of lists. */
    void fill(ServletResponse target) {
        HttpServletResponse response = (HttpServletResponse) target;
        response.setStatus(status);
        Set<String> set = new HashSet<>(ADDED);
        headers.forEach((name, value) -> {
            if (TransportFields.contains(name)) {
                return;
            }
            if (set.add(name.toLowerCase(Locale.ROOT))) {
                response.setHeader(name, value);
            } else {
                response.addHeader(name, value);
            }
        });
        length.ifPresent(response::setContentLength);
    }

    private static boolean mayHaveContent(int status) {
        return status != NO_CONTENT && status != NOT_MODIFIED;
    }
}
