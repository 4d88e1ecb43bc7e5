package sse.benchmarks.load.tokens;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Spring WebFlux on Reactor Netty, without Spring Boot: a functional route answers with a flux, made by
 * {@link Flux#create} of the model's listener. Spring makes an event of each of its elements.
 */
public final class WebfluxTokens implements TokenServer {
    private final TokenModel model;
    private final HttpServer server;
    private @Nullable DisposableServer listener;

    /**
     * Makes a server that does not listen yet.
     *
     * @param model produces the tokens
     */
    public WebfluxTokens(TokenModel model) {
        this.model = model;
        var route = RouterFunctions.route().POST("/", this::answer).build();
        server =
                HttpServer.create().port(0).handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(route)));
    }

    private Mono<ServerResponse> answer(ServerRequest request) {
        return request.bodyToMono(String.class)
                .flatMap(prompt -> ServerResponse.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .body(Flux.<String>create(sink -> model.generate(prompt, new FluxTokens(sink))), String.class));
    }

    @Override
    public int start() {
        DisposableServer started = server.bindNow();
        listener = started;
        return started.port();
    }

    @Override
    public void close() {
        DisposableServer started = listener;
        if (started != null) {
            started.disposeNow();
        }
    }

    private record FluxTokens(FluxSink<String> sink) implements TokenListener {
        @Override
        public boolean onToken(String token) {
            sink.next(token);
            return !sink.isCancelled();
        }

        @Override
        public void onEnd() {
            sink.complete();
        }
    }
}
