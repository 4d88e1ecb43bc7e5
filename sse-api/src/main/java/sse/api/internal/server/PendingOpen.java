package sse.api.internal.server;

import sse.api.Headers;
import sse.api.internal.http.AcceptMatch;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.StreamFields;
import sse.api.internal.stream.StreamHead;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.Exchange;

/**
 * A request for a stream that has not been decided.
 *
 * @param lane the lane of its connection
 * @param exchange where it is answered
 * @param request the request
 * @param plan the stream that it opens
 * @param corsFields the fields of the CORS protocol, which every response to the request carries
 * @param accept how it accepts an event stream
 */
record PendingOpen(
        StreamLane lane,
        Exchange exchange,
        ReceivedRequest request,
        StreamPlan plan,
        Headers corsFields,
        AcceptMatch accept) {
    /** Returns true if the request is for the head of the response only. */
    boolean isHead() {
        return request.method().equals("HEAD");
    }

    /** Returns this request with an id to resume from. */
    PendingOpen resumingFrom(String id) {
        return new PendingOpen(lane, exchange, request.resumingFrom(id), plan, corsFields, accept);
    }

    /** Returns the head of the response that carries a stream. */
    StreamHead head(Headers replacing) {
        return new StreamHead(plan.status(), fields(replacing));
    }

    /** Returns the fields of the response that carries a stream. */
    Headers fields(Headers replacing) {
        Headers fields = StreamFields.with(plan.fields(), replacing);
        return corsFields.equals(Headers.empty())
                ? fields
                : fields.toBuilder().addAll(corsFields).build();
    }
}
