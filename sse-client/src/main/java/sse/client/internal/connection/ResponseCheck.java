package sse.client.internal.connection;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sse.client.ResponseHead;

/** Which responses are event streams: WHATWG HTML section 9.2.3. */
final class ResponseCheck {
    private static final String EVENT_STREAM = "text/event-stream";
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

    private ResponseCheck() {}

    /** Returns why a response is refused; empty if it is an event stream. */
    static Optional<String> refusal(ResponseHead head) {
        if (head.status() != 200) {
            return Optional.of("status must be 200: " + head.status());
        }
        String type = head.headers().firstValue("Content-Type").orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(EVENT_STREAM)) {
            return Optional.of("content type must be " + EVENT_STREAM + ": " + (type.isEmpty() ? "none" : type));
        }
        String coding = coding(head);
        if (!coding.isEmpty() && !GZIP.contains(coding)) {
            return Optional.of("content coding must be gzip or none: " + coding);
        }
        return Optional.empty();
    }

    /** Returns true if the content is compressed. */
    static boolean isGzip(ResponseHead head) {
        return GZIP.contains(coding(head));
    }

    private static String coding(ResponseHead head) {
        String coding =
                head.headers().firstValue("Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT);
        return coding.equals("identity") ? "" : coding;
    }
}
