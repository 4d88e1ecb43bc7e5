package sse.api.internal.server;

import java.util.Map;
import sse.api.AttributeKey;
import sse.api.Headers;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.StreamReply;
import sse.api.internal.http.Route;
import sse.api.internal.http.StreamFields;

/**
 * The stream that a request opens: that of a route, or that of a responder's reply. Immutable.
 *
 * @param endpoint what took the request
 * @param options the options of the stream
 * @param handler receives the stream
 * @param status the status of the response
 * @param fields the header fields of the response, without those of the CORS protocol
 * @param attributes the attributes of the stream, besides those of an admission
 */
record StreamPlan(
        Route.Endpoint endpoint,
        StreamOptions options,
        StreamHandler handler,
        int status,
        Headers fields,
        Map<AttributeKey<?>, Object> attributes) {
    static StreamPlan of(Route.StreamRoute route) {
        return new StreamPlan(route, route.options(), route.handler(), 200, route.fields(), Map.of());
    }

    static StreamPlan of(Route.AnswerRoute route, StreamReply reply) {
        Headers fields = StreamFields.with(StreamFields.with(reply.options().headers()), reply.headers());
        return new StreamPlan(route, reply.options(), reply.handler(), reply.status(), fields, reply.attributes());
    }

    /** Returns the path as the user wrote it. */
    String template() {
        return endpoint.template();
    }
}
