package sse.servlet;

import java.util.concurrent.ThreadLocalRandom;
import sse.api.Headers;
import sse.api.Response;

/**
 * The answers of a mount that is closed. A servlet cannot close a connection without an answer. So a client of streams
 * receives a stream that sets its reconnection time and ends, after which an {@code EventSource} tries again; after any
 * other status it gives up (WHATWG HTML section 9.2.3).
 */
final class ClosedAnswer {
    private static final int UNAVAILABLE = 503;
    private static final int MIN_RETRY_MILLIS = 1_000;
    private static final int MAX_RETRY_MILLIS = 5_000;

    private ClosedAnswer() {}

    /** Returns the answer to a request. Reconnection times are random, so that clients do not come back together. */
    static Response to(String method, Headers headers) {
        int retryMillis = ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
        if (method.equals("GET") && wantsEvents(headers)) {
            return Response.text("retry: " + retryMillis + "\n\n")
                    .withHeader("Content-Type", "text/event-stream")
                    .withHeader("Cache-Control", "no-store");
        }
        return Response.text("the service is closed\n")
                .withStatus(UNAVAILABLE)
                .withHeader("Retry-After", Integer.toString(retryMillis / 1_000));
    }

    private static boolean wantsEvents(Headers headers) {
        return headers.all("Accept").stream().anyMatch(value -> value.contains("text/event-stream"));
    }
}
