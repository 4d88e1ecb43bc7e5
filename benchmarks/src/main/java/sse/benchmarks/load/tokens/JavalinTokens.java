package sse.benchmarks.load.tokens;

import io.javalin.Javalin;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;

/**
 * Javalin on Jetty, with its virtual threads on: its {@link SseHandler}, which {@code sse} of its routes has for GET
 * only, given to a route for POST. It runs the program's part on a virtual thread of its own, which blocks until the
 * next token is there, and ends the response when it returns.
 */
public final class JavalinTokens implements TokenServer {
    private final TokenModel model;
    private final Javalin server;

    /**
     * Makes a server that does not listen yet.
     *
     * @param model produces the tokens
     */
    public JavalinTokens(TokenModel model) {
        this.model = model;
        server = Javalin.create(config -> {
            config.concurrency.useVirtualThreads = true;
            config.startup.showJavalinBanner = false;
            config.routes.post("/", new SseHandler(0, this::answer));
        });
    }

    private void answer(SseClient client) {
        for (String token : model.generate(client.ctx().body())) {
            client.sendEvent(token);
        }
    }

    @Override
    public int start() {
        return server.start(0).port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
