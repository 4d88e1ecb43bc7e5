package sse.api.internal.server;

import java.util.concurrent.ThreadLocalRandom;
import sse.api.Headers;
import sse.api.Response;
import sse.api.internal.http.CorsProtocol;
import sse.api.spi.Exchange;

/**
 * Sends ordinary responses with the CORS fields, and creates error responses. Immutable; sends on the request's lane.
 */
final class ErrorResponses {
    private static final int MIN_RETRY_SECONDS = 5;
    private static final int MAX_RETRY_SECONDS = 15;

    private final CorsProtocol cors;

    ErrorResponses(CorsProtocol cors) {
        this.cors = cors;
    }

    void send(Exchange exchange, Response response) {
        exchange.respond(complete(response, exchange.headers()));
    }

    /** Returns a response with the CORS fields for a request. Any thread. */
    Response complete(Response response, Headers request) {
        return response.withAddedHeaders(cors.fieldsFor(request));
    }

    /** Sends a response with, if it is a 503 without one, a {@code Retry-After} that differs from client to client. */
    void sendRejection(Exchange exchange, Response response) {
        boolean hasTime = response.status() != 503 || response.headers().contains("Retry-After");
        send(exchange, hasTime ? response : response.withHeader("Retry-After", Integer.toString(retrySeconds())));
    }

    void serviceUnavailable(Exchange exchange, String rule) {
        sendRejection(exchange, error(503, rule));
    }

    static Response error(int status, String rule) {
        return Response.text(rule + "\n").withStatus(status);
    }

    private static int retrySeconds() {
        return ThreadLocalRandom.current().nextInt(MIN_RETRY_SECONDS, MAX_RETRY_SECONDS + 1);
    }
}
