package sse.jdkhttp;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The path of a request relative to the handler's context. The JDK's server matches contexts by prefix of the decoded
 * path, so that {@code /eventsource} reaches the context {@code /events}; here only whole segments match.
 */
final class ContextPath {
    private static final int PERCENT_TRIPLET = 3;
    private static final int HEX = 16;

    private ContextPath() {}

    /**
     * Returns the target of a request relative to a context.
     *
     * @param context the context's path, decoded
     * @param target the request's target
     * @return path and query as they were sent, without the context; empty if the context is not a prefix by whole
     *     segments
     */
    static Optional<String> relative(String context, URI target) {
        String prefix = context.endsWith("/") ? context.substring(0, context.length() - 1) : context;
        String path = target.getRawPath();
        int end = endOf(prefix, path);
        if (end < 0 || (end < path.length() && path.charAt(end) != '/')) {
            return Optional.empty();
        }
        String rest = end == path.length() ? "/" : path.substring(end);
        String query = target.getRawQuery();
        return Optional.of(query == null ? rest : rest + "?" + query);
    }

    /** Returns the end of a prefix in a path whose bytes may be percent-encoded, or -1 if the path does not have it. */
    private static int endOf(String prefix, String path) {
        int at = 0;
        for (byte expected : prefix.getBytes(StandardCharsets.UTF_8)) {
            if (at >= path.length()) {
                return -1;
            }
            boolean encoded = path.charAt(at) == '%';
            int c = encoded ? Integer.parseInt(path.substring(at + 1, at + PERCENT_TRIPLET), HEX) : path.charAt(at);
            if (c != Byte.toUnsignedInt(expected)) {
                return -1;
            }
            at += encoded ? PERCENT_TRIPLET : 1;
        }
        return at;
    }
}
