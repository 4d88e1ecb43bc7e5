package sse.api.internal.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A parsed request target in origin form or absolute form (RFC 9112 section 3.2). Immutable.
 *
 * @param segments the path's segments, percent-decoded
 * @param query the text after the question mark, as it was sent
 */
public record RequestTarget(List<String> segments, String query) {
    /** Parses a target. Empty if it has another form, or its path is not percent-encoded UTF-8. */
    public static Optional<RequestTarget> parse(String target) {
        int start = startOfPath(target);
        if (start < 0) {
            return Optional.empty();
        }
        int question = target.indexOf('?', start);
        int end = question < 0 ? target.length() : question;
        List<String> segments = new ArrayList<>(4);
        int from = Math.min(start + 1, end);
        while (from <= end) {
            int slash = target.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            Optional<String> segment = Percent.strict(target.substring(from, to));
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            segments.add(segment.get());
            from = to + 1;
        }
        return Optional.of(
                new RequestTarget(List.copyOf(segments), question < 0 ? "" : target.substring(question + 1)));
    }

    /** Returns the decoded path. */
    public String path() {
        return "/" + String.join("/", segments);
    }

    /**
     * Returns the start of the path: the start of the target, or the end of scheme and authority, also if there is no
     * path.
     */
    private static int startOfPath(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        int scheme = target.regionMatches(true, 0, "http://", 0, 7)
                ? 7
                : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        if (scheme < 0) {
            return -1;
        }
        int at = scheme;
        while (at < target.length() && target.charAt(at) != '/' && target.charAt(at) != '?') {
            at++;
        }
        return at == scheme ? -1 : at;
    }
}
