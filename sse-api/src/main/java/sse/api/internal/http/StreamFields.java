package sse.api.internal.http;

import java.util.regex.Pattern;
import sse.api.Headers;
import sse.api.spi.http.Quote;
import sse.api.spi.http.TransportFields;

/** The header fields of the responses that carry an event stream. */
public final class StreamFields {
    private static final Pattern EVENT_STREAM = Pattern.compile("(?i)text/event-stream[ \t]*(;.*)?");
    private static final Headers DEFAULTS = Headers.builder()
            .add("Content-Type", "text/event-stream")
            .add("Cache-Control", "no-cache, no-transform")
            .add("X-Accel-Buffering", "no")
            // RFC 10036: an intermediary forwards the content as it arrives.
            .add("Incremental", "?1")
            .build();

    private StreamFields() {}

    /** Returns the fields of every stream, with some in place of those of the same names. */
    public static Headers with(Headers fields) {
        return with(DEFAULTS, fields);
    }

    /** Returns fields with some in place of those of the same names. */
    public static Headers with(Headers fields, Headers replacing) {
        return replacing.equals(Headers.empty())
                ? fields
                : fields.toBuilder().setAll(replacing).build();
    }

    /**
     * Checks a field that is to be set.
     *
     * @throws IllegalArgumentException if it belongs to the transport, or is a {@code Content-Type} that no client
     *     reads as an event stream
     */
    public static void check(String name, String value) {
        if (TransportFields.contains(name)) {
            throw new IllegalArgumentException("header of a stream must not belong to the transport: " + name);
        }
        if (name.equalsIgnoreCase("Content-Type")
                && !EVENT_STREAM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "Content-Type of a stream must be text/event-stream, with or without parameters: "
                            + Quote.of(value));
        }
    }
}
