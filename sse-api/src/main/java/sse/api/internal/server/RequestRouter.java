package sse.api.internal.server;

import java.util.Optional;
import sse.api.Headers;
import sse.api.Response;
import sse.api.internal.http.AcceptMatch;
import sse.api.internal.http.CorsProtocol;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Route;
import sse.api.internal.http.Routes;
import sse.api.spi.http.HostField;

/**
 * Decides by the head of a request what answers it: a stream, a responder, or a response for which the content makes no
 * difference. Immutable; any thread.
 *
 * <pre>
 *  target ─ 400, CONNECT ─ 501      route ─ 404      preflight ─ 204
 *                                     |
 *     GET or HEAD, the path has a stream, and Accept matches?  ──no──> responder ─ or 405, 406
 *                                     | yes
 *                                  stream
 * </pre>
 */
final class RequestRouter {
    private static final String STREAM_METHODS = "GET, HEAD, OPTIONS";
    private static final String CORS_STREAM_METHODS = "GET, HEAD";
    private static final String CORS_ALL_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

    private final Routes routes;
    private final CorsProtocol cors;

    RequestRouter(Routes routes, CorsProtocol cors) {
        this.routes = routes;
        this.cors = cors;
    }

    /** What answers a request. One of the methods is called, once. */
    interface Outcome {
        /**
         * Answers with a response, which lacks the fields of the CORS protocol.
         *
         * @param response the response
         */
        void respond(Response response);

        /** Answers by the responder of a route. */
        void callResponder(RequestTarget target, Routes.Match match);

        /** Answers by the stream of a route. */
        void openStream(RequestTarget target, Routes.Match match, AcceptMatch accept);
    }

    /** Decides, and calls the outcome before it returns. */
    void route(String method, String rawTarget, Headers headers, Outcome outcome) {
        if (rawTarget.equals("*") && method.equals("OPTIONS")) {
            outcome.respond(Response.of(204));
            return;
        }
        if (method.equals("CONNECT") && (rawTarget.startsWith("/") || isAuthority(rawTarget))) {
            // A 2xx would mean that a tunnel begins (RFC 9110 section 9.3.6).
            outcome.respond(ErrorResponses.error(501, "CONNECT is for proxies"));
            return;
        }
        Optional<RequestTarget> target = RequestTarget.parse(rawTarget);
        if (target.isEmpty()) {
            outcome.respond(ErrorResponses.error(400, "target must be a path, percent-encoded UTF-8, or an http URI"));
            return;
        }
        Optional<Routes.Match> match = routes.match(target.get().segments());
        if (match.isEmpty()) {
            outcome.respond(ErrorResponses.error(404, "nothing is at this path"));
            return;
        }
        Route route = match.get().route();
        String corsMethods = route.responder().isPresent() ? CORS_ALL_METHODS : CORS_STREAM_METHODS;
        Optional<Response> preflight = cors.preflight(method, headers, corsMethods);
        if (preflight.isPresent()) {
            outcome.respond(preflight.get());
            return;
        }
        AcceptMatch accept = AcceptMatch.of(headers);
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (route.responder().isPresent()) {
            if (route.stream().isPresent() && reads && accept == AcceptMatch.EXPLICIT) {
                outcome.openStream(target.get(), match.get(), accept);
            } else {
                outcome.callResponder(target.get(), match.get());
            }
        } else if (method.equals("OPTIONS")) {
            outcome.respond(Response.of(204).withHeader("Allow", STREAM_METHODS));
        } else if (!reads) {
            outcome.respond(ErrorResponses.error(405, "method must be one of " + STREAM_METHODS)
                    .withHeader("Allow", STREAM_METHODS));
        } else if (accept == AcceptMatch.NONE) {
            outcome.respond(ErrorResponses.error(406, "this path has only text/event-stream"));
        } else {
            outcome.openStream(target.get(), match.get(), accept);
        }
    }

    /** Returns true for a host and a port, which is the target of CONNECT (RFC 9112 section 3.2.3). */
    private static boolean isAuthority(String target) {
        int colon = target.lastIndexOf(':');
        return colon >= 0 && colon < target.length() - 1 && HostField.isValid(target);
    }
}
