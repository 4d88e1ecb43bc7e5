package sse.api.internal.server;

import java.util.concurrent.ThreadLocalRandom;
import sse.api.Response;
import sse.api.internal.http.CorsProtocol;
import sse.api.spi.Exchange;

/** Sends ordinary responses with the CORS fields, and creates error responses. Confined to the request's lane. */
final class ErrorResponses {
    private static final int MIN_RETRY_SECONDS = 5;
    private static final int MAX_RETRY_SECONDS = 15;

    private final CorsProtocol cors;

    ErrorResponses(CorsProtocol cors) {
        this.cors = cors;
    }

    void send(Exchange exchange, Response response) {
        exchange.respond(response.withAddedHeaders(cors.fieldsFor(exchange.headers())));
    }

    void sendError(Exchange exchange, int status, String rule) {
        send(exchange, error(status, rule));
    }

    /** Sends 503 with a {@code Retry-After} that differs from client to client. */
    void serviceUnavailable(Exchange exchange, String rule) {
        int seconds = ThreadLocalRandom.current().nextInt(MIN_RETRY_SECONDS, MAX_RETRY_SECONDS + 1);
        send(exchange, error(503, rule).withHeader("Retry-After", Integer.toString(seconds)));
    }

    static Response error(int status, String rule) {
        return Response.text(rule + "\n").withStatus(status);
    }
}
