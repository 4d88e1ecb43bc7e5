package sse.api.internal.server;

import java.util.Optional;
import sse.api.Headers;
import sse.api.Response;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.executor.GuardedExecutor;
import sse.api.internal.executor.InFlight;
import sse.api.internal.http.AcceptMatch;
import sse.api.internal.http.CorsProtocol;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Route;
import sse.api.internal.http.Routes;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.Exchange;
import sse.api.spi.Refusals;
import sse.api.spi.http.HttpRejection;

/**
 * Answers requests: by a stream, by a responder, or by an error. Runs on the request's lane, except for the refusals,
 * and runs user code on the executor. {@link RequestRouter} decides which.
 */
final class Dispatcher implements Refusals {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final RequestRouter router;
    private final CorsProtocol cors;
    private final ErrorResponses responses;
    private final GuardedExecutor executor;
    private final StreamOpener opener;
    private final InFlight unanswered = new InFlight(Integer.MAX_VALUE);

    Dispatcher(ServiceConfig config, CallbackExecutors executors) {
        this.cors = new CorsProtocol(config.cors());
        this.router = new RequestRouter(config.routes(), cors);
        this.responses = new ErrorResponses(cors);
        this.executor = executors.executor();
        this.opener = new StreamOpener(config, responses, executors);
    }

    StreamOpener opener() {
        return opener;
    }

    /** Waits until every request that a responder was called for is answered, for at most the timeout. */
    boolean awaitAnswers(long timeoutNanos) throws InterruptedException {
        return unanswered.awaitZero(timeoutNanos);
    }

    void dispatch(StreamLane lane, Exchange exchange) {
        router.route(exchange.method(), exchange.target(), exchange.headers(), new Answering(lane, exchange));
    }

    @Override
    public Optional<Response> beforeContent(String method, String target, Headers headers) {
        FixedResponse found = new FixedResponse();
        router.route(method, target, headers, found);
        return found.response.map(response -> responses.complete(response, headers));
    }

    @Override
    public Response rejection(HttpRejection rejection, Headers headers) {
        return Response.text(rejection.text())
                .withStatus(rejection.status())
                .withAddedHeaders(cors.fieldsForRejection(headers));
    }

    @Override
    public boolean varyByOrigin() {
        return cors.variesByOrigin();
    }

    /** The response that the router gives itself, if it does. For use by one thread. */
    private static final class FixedResponse implements RequestRouter.Outcome {
        Optional<Response> response = Optional.empty();

        @Override
        public void respond(Response given) {
            response = Optional.of(given);
        }

        @Override
        public void callResponder(RequestTarget target, Routes.Match match) {}

        @Override
        public void openStream(RequestTarget target, Routes.Match match, AcceptMatch accept) {}
    }

    /** Answers an exchange. On the lane. */
    private final class Answering implements RequestRouter.Outcome {
        private final StreamLane lane;
        private final Exchange exchange;

        Answering(StreamLane lane, Exchange exchange) {
            this.lane = lane;
            this.exchange = exchange;
        }

        @Override
        public void respond(Response response) {
            responses.send(exchange, response);
        }

        @Override
        public void callResponder(RequestTarget target, Routes.Match match) {
            answer(lane, exchange, new ReceivedRequest(exchange, target, match), match.route());
        }

        @Override
        public void openStream(RequestTarget target, Routes.Match match, AcceptMatch accept) {
            opener.open(new PendingOpen(
                    lane,
                    exchange,
                    new ReceivedRequest(exchange, target, match),
                    match.route().stream().orElseThrow(),
                    cors.fieldsFor(exchange.headers()),
                    accept));
        }
    }

    private void answer(StreamLane lane, Exchange exchange, ReceivedRequest request, Route route) {
        unanswered.tryEnter();
        if (!executor.tryExecute(() -> sendOnLane(lane, exchange, responseOf(route, request)))) {
            unanswered.leave();
            responses.serviceUnavailable(exchange, "the server has no room for another request");
        }
    }

    /** Runs on the executor. */
    private void sendOnLane(StreamLane lane, Exchange exchange, Response response) {
        try {
            lane.execute(() -> {
                try {
                    responses.send(exchange, response);
                } finally {
                    unanswered.leave();
                }
            });
        } catch (Exception | Error rejected) {
            unanswered.leave();
            LOG.log(System.Logger.Level.ERROR, "event loop rejected a response", rejected);
        }
    }

    private static Response responseOf(Route route, ReceivedRequest request) {
        try {
            Response response = route.responder().orElseThrow().respond(request);
            if (response != null) {
                return response;
            }
            LOG.log(System.Logger.Level.ERROR, route.responderName() + " returned null");
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, route.responderName() + " threw", failure);
        }
        return ErrorResponses.error(500, "the server failed");
    }
}
