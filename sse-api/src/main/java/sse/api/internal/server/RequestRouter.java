package sse.api.internal.server;

import java.util.Optional;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.internal.http.AcceptMatch;
import sse.api.internal.http.ContentRules;
import sse.api.internal.http.CorsProtocol;
import sse.api.internal.http.Origins;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Route;
import sse.api.internal.http.Routes;
import sse.api.internal.http.StreamMethods;
import sse.api.spi.http.HostField;

/**
 * Decides by the head of a request what answers it: a stream, a responder, or a response for which the content makes no
 * difference. Immutable; any thread.
 *
 * <pre>
 *  target ─ 400, CONNECT ─ 501      route ─ 404      preflight ─ 204, 403
 *                                     |
 *     a stream takes the method, and no responder does or Accept names it?  ──no──> responder ─ or 405
 *                                     | yes                                              |
 *                          stream ─ or 403, 406, 415                                or 403, 415
 * </pre>
 */
final class RequestRouter {
    private final Routes routes;
    private final CorsProtocol cors;
    private final boolean limitsContent;

    RequestRouter(Routes routes, CorsProtocol cors) {
        this.routes = routes;
        this.cors = cors;
        this.limitsContent = routes.endpoints().stream()
                .anyMatch(endpoint -> endpoint.requests().bodyBytes().isPresent());
    }

    /** Returns true if a route has a limit of its own on content. */
    boolean limitsContent() {
        return limitsContent;
    }

    /** What answers a request. One of the methods is called, once. */
    interface Outcome {
        /**
         * Answers with a response, which lacks the fields of the CORS protocol.
         *
         * @param response the response
         */
        void respond(Response response);

        /** Answers by a responder. */
        void callResponder(RequestTarget target, Routes.Match match, Route.AnswerRoute answer);

        /** Answers by the stream of a route. */
        void openStream(RequestTarget target, Routes.Match match, Route.StreamRoute stream, AcceptMatch accept);
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
        if (method.equals("OPTIONS")) {
            Optional<Response> preflight = Origins.refusalOfOptions(route, headers)
                    .or(() -> cors.preflight(method, headers, String.join(", ", route.methods())));
            if (preflight.isPresent()) {
                outcome.respond(preflight.get());
                return;
            }
        }
        AcceptMatch accept = AcceptMatch.of(headers);
        Optional<Route.StreamRoute> stream = route.stream(method);
        Optional<Route.AnswerRoute> answer = route.answer(method);
        if (stream.isPresent() && (answer.isEmpty() || accept == AcceptMatch.EXPLICIT)) {
            Optional<Response> refusal = refusalOf(stream.get(), method, headers, accept);
            if (refusal.isPresent()) {
                outcome.respond(refusal.get());
            } else {
                outcome.openStream(target.get(), match.get(), stream.get(), accept);
            }
        } else if (answer.isPresent()) {
            RequestOptions rules = answer.get().requests();
            Optional<Response> refusal =
                    Origins.refusal(rules, headers).or(() -> ContentRules.refusal(rules, method, headers));
            if (refusal.isPresent()) {
                outcome.respond(refusal.get());
            } else {
                outcome.callResponder(target.get(), match.get(), answer.get());
            }
        } else {
            outcome.respond(otherMethod(route, method));
        }
    }

    /** A method that sends content is routed without regard to {@code Accept}: many clients do not name the stream. */
    private static Optional<Response> refusalOf(
            Route.StreamRoute stream, String method, Headers headers, AcceptMatch accept) {
        Optional<Response> forbidden = Origins.refusal(stream.requests(), headers);
        if (forbidden.isPresent()) {
            return forbidden;
        }
        if (StreamMethods.isRead(method) && accept == AcceptMatch.NONE) {
            return Optional.of(ErrorResponses.error(406, "this path has only text/event-stream"));
        }
        return ContentRules.refusal(stream.requests(), method, headers);
    }

    private static Response otherMethod(Route route, String method) {
        Response response = method.equals("OPTIONS")
                ? Response.of(204)
                : ErrorResponses.error(405, "method must be one of " + route.allow());
        return ContentRules.withAcceptQuery(response.withHeader("Allow", route.allow()), route);
    }

    /** Returns true for a host and a port, which is the target of CONNECT (RFC 9112 section 3.2.3). */
    private static boolean isAuthority(String target) {
        int colon = target.lastIndexOf(':');
        return colon >= 0 && colon < target.length() - 1 && HostField.isValid(target);
    }
}
