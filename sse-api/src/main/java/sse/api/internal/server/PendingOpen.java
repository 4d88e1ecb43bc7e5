package sse.api.internal.server;

import sse.api.Headers;
import sse.api.internal.http.AcceptMatch;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.Route;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.Exchange;

/**
 * A request for a stream that has not been decided.
 *
 * @param lane the lane of its connection
 * @param exchange where it is answered
 * @param request the request
 * @param route the stream that it asks for
 * @param fields the header fields of the stream's response
 * @param accept how it accepts an event stream
 */
record PendingOpen(
        StreamLane lane,
        Exchange exchange,
        ReceivedRequest request,
        Route.Stream route,
        Headers fields,
        AcceptMatch accept) {}
