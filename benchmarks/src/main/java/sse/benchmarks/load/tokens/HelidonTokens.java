package sse.benchmarks.load.tokens;

import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Helidon, as its documentation emits to an {@link SseSink}: inside the handler, on the connection's own virtual
 * thread, which blocks until the next token is there. Compiled on JDK 21 and later only.
 */
public final class HelidonTokens implements TokenServer {
    private static final Logger LOG = Logger.getLogger("io.helidon");

    private final TokenModel model;
    private final WebServer server;

    /**
     * Makes a server that does not listen yet.
     *
     * @param model produces the tokens
     */
    public HelidonTokens(TokenModel model) {
        LOG.setLevel(Level.WARNING);
        this.model = model;
        server = WebServer.builder()
                .port(0)
                .routing(routing -> routing.post("/", this::answer))
                .build();
    }

    private void answer(ServerRequest request, ServerResponse response) {
        String prompt = request.content().as(String.class);
        try (SseSink sink = response.sink(SseSink.TYPE)) {
            for (String token : model.generate(prompt)) {
                sink.emit(SseEvent.create(token));
            }
        }
    }

    @Override
    public int start() {
        server.start();
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
