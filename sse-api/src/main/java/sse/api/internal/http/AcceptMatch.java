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
                accepted |= matched == specificity && matched >= 0 && quality(range) > 0;
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

    /** Returns the quality in thousandths: 1000 if none is given, 0 if it is malformed. */
    private static int quality(String range) {
        for (String parameter : range.split(";", -1)) {
            String text = parameter.strip();
            if (text.length() >= 2 && (text.charAt(0) == 'q' || text.charAt(0) == 'Q') && text.charAt(1) == '=') {
                String value = text.substring(2);
                return value.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")
                        ? (int) Math.round(Double.parseDouble(value) * 1000)
                        : 0;
            }
        }
        return 1000;
    }
}
