package sse.testkit.internal.http;

import java.util.regex.Pattern;
import sse.api.Headers;

/** The status line and header fields of a response. */
public record ResponseHead(int status, Headers headers) {
    private static final Pattern EVENT_STREAM = Pattern.compile("(?i)text/event-stream *(;.*)?");

    /** Returns true if a browser reads the response as an event stream (WHATWG HTML section 9.2.2). */
    public boolean isEventStream() {
        return status == 200
                && EVENT_STREAM
                        .matcher(headers.first("Content-Type").orElse(""))
                        .matches();
    }
}
