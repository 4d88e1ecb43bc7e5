package sse.client.internal.request;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Resolves references as RFC 3986 section 5.2 says. {@link URI#resolve} follows the older RFC 2396: it resolves
 * {@code ?a=b} against {@code /events} to {@code /?a=b}, and keeps segments {@code ..} that lead above the root.
 */
final class UriReference {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String ESCAPED = "\"<>\\^`{|}";

    private UriReference() {}

    /**
     * Resolves a reference, without its fragment. A character that no URI has, as some servers send it, is escaped.
     *
     * @param base an absolute URI with an authority
     * @param reference the reference, each character of which is a byte
     * @throws IllegalArgumentException if the reference is malformed
     */
    static URI resolve(URI base, String reference) {
        URI given = URI.create(escape(reference.strip()));
        if (given.isOpaque()) {
            return given;
        }
        String scheme = given.getScheme() == null ? base.getScheme() : given.getScheme();
        if (given.getScheme() != null || given.getRawAuthority() != null) {
            return compose(scheme, given.getRawAuthority(), given.getRawPath(), given.getRawQuery());
        }
        String path = given.getRawPath();
        if (path.isEmpty()) {
            String query = given.getRawQuery() == null ? base.getRawQuery() : given.getRawQuery();
            return compose(scheme, base.getRawAuthority(), base.getRawPath(), query);
        }
        String merged = path.startsWith("/") ? path : folder(base.getRawPath()) + path;
        return compose(scheme, base.getRawAuthority(), merged, given.getRawQuery());
    }

    private static String folder(String path) {
        return path.isEmpty() ? "/" : path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static URI compose(String scheme, @Nullable String authority, String path, @Nullable String query) {
        return URI.create(scheme + ":" + (authority == null ? "" : "//" + authority) + withoutDotSegments(path)
                + (query == null ? "" : "?" + query));
    }

    /** RFC 3986 section 5.2.4. An empty path becomes that of the root. */
    private static String withoutDotSegments(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean isDots = segments[i].equals(".") || segments[i].equals("..");
            if (segments[i].equals("..")) {
                kept.pollLast();
            }
            if (!isDots) {
                kept.add(segments[i]);
            } else if (i == segments.length - 1) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String escape(String reference) {
        StringBuilder escaped = new StringBuilder(reference.length());
        for (int i = 0; i < reference.length(); i++) {
            char c = reference.charAt(i);
            if (c <= ' ' || c >= 0x7F || ESCAPED.indexOf(c) >= 0) {
                escaped.append('%').append(HEX.toHexDigits((byte) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
