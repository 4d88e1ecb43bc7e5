package sse.api.internal.http;

import java.util.List;
import java.util.Locale;
import sse.api.Headers;

/** How the {@code Accept} fields of a request match {@code text/event-stream} (RFC 9110 section 12.5.1). */
public enum AcceptMatch {
    /** A media range names {@code text/event-stream} itself, as that of {@code EventSource} does. */
    EXPLICIT,
    /** A range with a wildcard matches, {@code text/*} or {@code *}{@code /*}, or there is no field. */
    WILDCARD,
    /** No range matches. */
    NONE;

    /**
     * Reads the fields. Of several ranges that match, the most specific one counts; a quality of zero excludes it.
     * Malformed ranges are ignored.
     */
    public static AcceptMatch of(Headers headers) {
        List<String> fields = headers.all("Accept");
        if (fields.isEmpty()) {
            return WILDCARD;
        }
        int specificity = -1;
        boolean accepted = false;
        for (String field : fields) {
            for (String range : field.split(",", -1)) {
                int matched = specificity(range);
                if (matched > specificity) {
                    specificity = matched;
                    accepted = false;
                }
                accepted |= matched == specificity && matched >= 0 && Quality.of(range) > 0;
            }
        }
        return !accepted ? NONE : specificity == 2 ? EXPLICIT : WILDCARD;
    }

    private static int specificity(String range) {
        int semicolon = range.indexOf(';');
        String type = semicolon < 0 ? range : range.substring(0, semicolon);
        return switch (type.strip().toLowerCase(Locale.ROOT)) {
            case "text/event-stream" -> 2;
            case "text/*" -> 1;
            case "*/*" -> 0;
            default -> -1;
        };
    }
}
