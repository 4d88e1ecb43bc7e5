package sse.api.internal.server;

import java.util.Optional;
import java.util.OptionalInt;
import sse.api.Headers;
import sse.api.Reply;
import sse.api.Response;
import sse.api.StreamReply;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.executor.GuardedExecutor;
import sse.api.internal.executor.InFlight;
import sse.api.internal.executor.Interruption;
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
 * Answers requests: by a stream, by the reply of a responder, or by an error. Runs on the request's lane, except for
 * the refusals, and runs user code on the executor. {@link RequestRouter} decides which.
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
        return decide(method, target, headers).response.map(response -> responses.complete(response, headers));
    }

    @Override
    public OptionalInt bodyBytes(String method, String target, Headers headers) {
        return router.limitsContent() ? decide(method, target, headers).bodyBytes : OptionalInt.empty();
    }

    private HeadDecision decide(String method, String target, Headers headers) {
        HeadDecision decision = new HeadDecision();
        router.route(method, target, headers, decision);
        return decision;
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

    /** What the head of a request decides: a response, or the limit of a route on content. For use by one thread. */
    private static final class HeadDecision implements RequestRouter.Outcome {
        Optional<Response> response = Optional.empty();
        OptionalInt bodyBytes = OptionalInt.empty();

        @Override
        public void respond(Response given) {
            response = Optional.of(given);
        }

        @Override
        public void callResponder(RequestTarget target, Routes.Match match, Route.AnswerRoute answer) {
            bodyBytes = answer.requests().bodyBytes();
        }

        @Override
        public void openStream(RequestTarget target, Routes.Match match, Route.StreamRoute stream, AcceptMatch accept) {
            bodyBytes = stream.requests().bodyBytes();
        }
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
        public void callResponder(RequestTarget target, Routes.Match match, Route.AnswerRoute answer) {
            ReceivedRequest request = new ReceivedRequest(exchange, target, match, Optional.empty());
            Interruption running = new Interruption();
            if (answer.requests().interruptResponder()) {
                exchange.onPeerEnd(running::interrupt);
            }
            unanswered.tryEnter();
            if (!executor.tryExecute(() -> sendOnLane(request, answer, replyOf(answer, request, running)))) {
                unanswered.leave();
                responses.serviceUnavailable(exchange, "the server has no room for another request");
            }
        }

        @Override
        public void openStream(RequestTarget target, Routes.Match match, Route.StreamRoute stream, AcceptMatch accept) {
            ReceivedRequest request = new ReceivedRequest(exchange, target, match, Optional.of(stream.options()));
            open(request, StreamPlan.of(stream), accept);
        }

        private void open(ReceivedRequest request, StreamPlan plan, AcceptMatch accept) {
            Headers corsFields = cors.fieldsFor(exchange.headers());
            opener.open(new PendingOpen(lane, exchange, request, plan, corsFields, accept));
        }

        /** Runs on the executor. */
        private void sendOnLane(ReceivedRequest request, Route.AnswerRoute route, Reply reply) {
            try {
                lane.executeAnswer(() -> {
                    try {
                        send(request, route, reply);
                    } finally {
                        unanswered.leave();
                    }
                });
            } catch (Exception | Error rejected) {
                unanswered.leave();
                LOG.log(System.Logger.Level.ERROR, "event loop rejected a response", rejected);
            }
        }

        private void send(ReceivedRequest request, Route.AnswerRoute route, Reply reply) {
            if (reply instanceof StreamReply stream) {
                AcceptMatch accept = AcceptMatch.of(exchange.headers());
                open(request.opening(stream.options()), StreamPlan.of(route, stream), accept);
            } else {
                responses.send(exchange, (Response) reply);
            }
        }
    }

    private static Reply replyOf(Route.AnswerRoute route, ReceivedRequest request, Interruption running) {
        running.enter();
        try {
            Reply reply = route.responder().respond(request);
            if (reply != null) {
                return reply;
            }
            LOG.log(System.Logger.Level.ERROR, route.name() + " returned null");
        } catch (Exception | Error failure) {
            // A client that disconnects is not an error.
            LOG.log(
                    running.isRequested() ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
                    route.name() + " threw",
                    failure);
        } finally {
            running.leave();
        }
        return ErrorResponses.error(500, "the server failed");
    }
}
