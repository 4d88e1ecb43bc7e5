package sse.api.internal.http;

import java.util.List;
import java.util.Locale;
import sse.api.Headers;

/** Recognizes the request of an {@code EventSource}, by the header fields that the standard prescribes for it. */
public final class EventSourceRequest {
    private EventSourceRequest() {}

    /**
     * Returns true if these are the fields of an {@code EventSource}: {@code Accept} names {@code text/event-stream}
     * (WHATWG HTML section 9.2.2), and {@code Cache-Control} contains {@code no-cache}, which stands for the cache mode
     * of its request (Fetch, HTTP-network-or-cache fetch).
     */
    public static boolean isSentWith(Headers headers) {
        return hasNoCache(headers.all("Cache-Control")) && AcceptMatch.of(headers) == AcceptMatch.EXPLICIT;
    }

    private static boolean hasNoCache(List<String> fields) {
        for (String field : fields) {
            for (String directive : field.split(",", -1)) {
                if (directive.strip().toLowerCase(Locale.ROOT).equals("no-cache")) {
                    return true;
                }
            }
        }
        return false;
    }
}
