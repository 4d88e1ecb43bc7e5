package sse.client.internal.connection;

import java.util.Optional;
import sse.client.Disconnection;
import sse.client.EndReason;
import sse.client.ResponseHead;
import sse.client.SourceEnd;
import sse.client.internal.retry.Outcome;

/** Makes the ends of a source: the reason for what happened, and its message. */
final class SourceEnds {
    private final String method;

    SourceEnds(String method) {
        this.method = method;
    }

    static SourceEnd closed(long attempts) {
        return SourceEnd.builder(EndReason.CLOSED, "source was closed by the program")
                .attempts(attempts)
                .build();
    }

    static SourceEnd failed(String what, Throwable cause, long attempts) {
        return SourceEnd.builder(EndReason.FAILED, what + ": " + cause)
                .cause(cause)
                .attempts(attempts)
                .build();
    }

    static SourceEnd limitExceeded(Throwable cause, long attempts) {
        return SourceEnd.builder(EndReason.LIMIT_EXCEEDED, String.valueOf(cause.getMessage()))
                .cause(cause)
                .attempts(attempts)
                .build();
    }

    /** Returns the end that follows a disconnection. */
    SourceEnd of(Disconnection disconnection, Outcome outcome, long attempts) {
        SourceEnd.Builder end =
                switch (disconnection.reason()) {
                    case ENDED -> SourceEnd.builder(EndReason.COMPLETED, "server ended the stream");
                    case NOT_REQUESTED ->
                        SourceEnd.builder(EndReason.FAILED, "request could not be made: " + cause(disconnection));
                    case REFUSED -> refused(disconnection);
                    case LOST, IDLE, NOT_CONNECTED, NO_RESPONSE, RECONNECT ->
                        SourceEnd.builder(EndReason.GAVE_UP, gaveUp(disconnection) + cause(disconnection));
                };
        disconnection.response().ifPresent(head -> end.response(head, outcome.body()));
        disconnection.cause().ifPresent(end::cause);
        return end.attempts(attempts).build();
    }

    private SourceEnd.Builder refused(Disconnection disconnection) {
        Optional<ResponseHead> head = disconnection.response();
        int status = head.map(ResponseHead::status).orElse(0);
        if (status == 204) {
            return SourceEnd.builder(EndReason.COMPLETED, "server has no more events: 204");
        }
        String why = head.flatMap(ResponseCheck::refusal).orElse("");
        return status >= 500 || status == 429
                ? SourceEnd.builder(EndReason.GAVE_UP, gaveUp(disconnection) + why)
                : SourceEnd.builder(EndReason.REFUSED, "response must be an event stream: " + why);
    }

    private String gaveUp(Disconnection disconnection) {
        return "gave up " + method + " after " + disconnection.failures() + " failures in a row: ";
    }

    private static String cause(Disconnection disconnection) {
        return disconnection
                .cause()
                .map(Throwable::toString)
                .orElse(disconnection.reason().toString());
    }
}
