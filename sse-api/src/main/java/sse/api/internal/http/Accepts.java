package sse.api.internal.http;

import java.util.List;
import java.util.Locale;
import sse.api.Headers;

/** How much a request wants an event stream, read from its {@code Accept} fields (RFC 9110 section 12.5.1). */
public enum Accepts {
    /** It names {@code text/event-stream} itself, as {@code EventSource} does. */
    BY_NAME,
    /** It takes one among others: {@code text/*}, {@code *}{@code /*}, or no field at all. */
    ALSO,
    /** It takes none. */
    NOT;

    /**
     * Reads the fields. Of several ranges that match, the most specific counts; a quality of zero refuses. What is
     * malformed is passed over.
     */
    public static Accepts of(Headers headers) {
        List<String> fields = headers.all("Accept");
        if (fields.isEmpty()) {
            return ALSO;
        }
        int specificity = -1;
        boolean wanted = false;
        for (String field : fields) {
            for (String range : field.split(",", -1)) {
                int matched = specificity(range);
                if (matched > specificity) {
                    specificity = matched;
                    wanted = false;
                }
                wanted |= matched == specificity && matched >= 0 && quality(range) > 0;
            }
        }
        return !wanted ? NOT : specificity == 2 ? BY_NAME : ALSO;
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

    /** Returns the quality in thousandths; 1000 where none is given, 0 where it is malformed. */
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
