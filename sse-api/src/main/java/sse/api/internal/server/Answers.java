package sse.api.internal.server;

import java.util.concurrent.ThreadLocalRandom;
import sse.api.Response;
import sse.api.internal.http.CorsProtocol;
import sse.api.spi.Exchange;

/** Gives ordinary responses, with the fields that let pages of other origins read them. On the request's lane. */
final class Answers {
    private final CorsProtocol cors;

    Answers(CorsProtocol cors) {
        this.cors = cors;
    }

    void respond(Exchange exchange, Response response) {
        exchange.respond(response.withHeaders(cors.fieldsFor(exchange.headers())));
    }

    void refuse(Exchange exchange, int status, String rule) {
        respond(exchange, problem(status, rule));
    }

    /** Asks the client to come back later, and not all of them at once. */
    void refuseForNow(Exchange exchange, String rule) {
        int seconds = ThreadLocalRandom.current().nextInt(5, 16);
        respond(exchange, problem(503, rule).withHeader("Retry-After", Integer.toString(seconds)));
    }

    static Response problem(int status, String rule) {
        return Response.text(rule + "\n").withStatus(status);
    }
}
