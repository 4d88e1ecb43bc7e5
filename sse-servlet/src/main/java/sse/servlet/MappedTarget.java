package sse.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request relative to the servlet's mapping. The URI is as it was sent, the servlet's path is decoded
 * (Servlet 6.0 section 3.5).
 */
final class MappedTarget {
    private static final String SESSION_PARAMETER = ";jsessionid=";
    private static final int PERCENT_TRIPLET = 3;
    private static final int HEX = 16;

    private MappedTarget() {}

    /** Returns the path and the query, both as they were sent. */
    static String of(HttpServletRequest request) {
        String path = pathOf(request);
        @Nullable String query = request.getQueryString();
        return query == null ? path : path + "?" + query;
    }

    private static String pathOf(HttpServletRequest request) {
        String uri = withoutSession(request.getRequestURI());
        String context = request.getContextPath();
        String inContext = uri.startsWith(context) ? uri.substring(context.length()) : uri;
        @Nullable MappingMatch match = request.getHttpServletMapping().getMappingMatch();
        if (match == MappingMatch.DEFAULT || match == MappingMatch.EXTENSION) {
            return inContext.isEmpty() ? "/" : inContext;
        }
        int end = endOf(request.getServletPath(), inContext);
        String rest = end >= 0 ? inContext.substring(end) : encoded(request.getPathInfo());
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /** Removes the session's id, which some containers put into links. */
    private static String withoutSession(String uri) {
        int start = uri.toLowerCase(Locale.ROOT).indexOf(SESSION_PARAMETER);
        if (start < 0) {
            return uri;
        }
        int end = start + SESSION_PARAMETER.length();
        while (end < uri.length() && "/;".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return uri.substring(0, start) + uri.substring(end);
    }

    /**
     * Returns the end of a decoded prefix in a path whose bytes may be percent-encoded, or -1 if the path does not have
     * it, because the container has normalized it.
     */
    private static int endOf(String prefix, String path) {
        int at = 0;
        for (byte expected : prefix.getBytes(StandardCharsets.UTF_8)) {
            int c = at < path.length() ? byteAt(path, at) : -1;
            if (c != Byte.toUnsignedInt(expected)) {
                return -1;
            }
            at += path.charAt(at) == '%' ? PERCENT_TRIPLET : 1;
        }
        return at == path.length() || path.charAt(at) == '/' ? at : -1;
    }

    /** Returns the byte at an index, or -1 if its percent-encoding is malformed. */
    private static int byteAt(String path, int at) {
        if (path.charAt(at) != '%') {
            return path.charAt(at);
        }
        try {
            return at + PERCENT_TRIPLET > path.length()
                    ? -1
                    : Integer.parseInt(path, at + 1, at + PERCENT_TRIPLET, HEX);
        } catch (NumberFormatException malformed) {
            return -1;
        }
    }

    private static String encoded(@Nullable String path) {
        return path == null
                ? "/"
                : URLEncoder.encode(path, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
    }
}
