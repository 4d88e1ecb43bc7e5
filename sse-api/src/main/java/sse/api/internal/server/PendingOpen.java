package sse.api.internal.server;

import sse.api.Compression;
import sse.api.Headers;
import sse.api.internal.http.AcceptEncoding;
import sse.api.internal.http.AcceptMatch;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.StreamFields;
import sse.api.internal.stream.StreamHead;
import sse.api.internal.stream.StreamLane;
import sse.api.internal.wire.WireForm;
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

    /** Returns the head of a response to a client that is shed. */
    StreamHead shedHead() {
        return new StreamHead(plan.status(), fields(Headers.empty(), WireForm.IDENTITY));
    }

    /** Returns the fields of the response that carries a stream. */
    Headers fields(Headers replacing) {
        return fields(replacing, form());
    }

    private Headers fields(Headers replacing, WireForm form) {
        Headers fields = StreamFields.with(plan.fields(), replacing);
        boolean mayBeCompressed = plan.options().compression() != Compression.NONE;
        if (!mayBeCompressed && corsFields.equals(Headers.empty())) {
            return fields;
        }
        Headers.Builder all = fields.toBuilder().addAll(corsFields);
        if (mayBeCompressed) {
            all.add("Vary", "Accept-Encoding");
        }
        if (form == WireForm.GZIP) {
            all.set("Content-Encoding", "gzip");
        }
        return all.build();
    }

    /**
     * Returns the form of the stream: compressed only where the end is marked by the framing, so that what was flushed
     * is not held back until so much has come, or the connection ends.
     */
    WireForm form() {
        boolean isCompressed = plan.options().compression() == Compression.GZIP
                && !plan.fields().contains("Content-Encoding")
                && exchange.marksStreamEnd()
                && AcceptEncoding.prefersGzip(exchange.headers());
        return isCompressed ? WireForm.GZIP : WireForm.IDENTITY;
    }
}
