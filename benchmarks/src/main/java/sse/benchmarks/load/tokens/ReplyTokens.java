package sse.benchmarks.load.tokens;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sse.api.EventStream;
import sse.api.Reply;
import sse.api.RequestOptions;
import sse.api.SendResult;
import sse.api.SseServer;

/** This library: a responder reads the request and answers with a stream, to which the model's listener sends. */
abstract class ReplyTokens implements TokenServer {
    private final UnaryOperator<SseServer.Builder> transport;
    private final TokenModel model;
    private @Nullable SseServer server;

    ReplyTokens(UnaryOperator<SseServer.Builder> transport, TokenModel model) {
        this.transport = transport;
        this.model = model;
    }

    @Override
    public int start() throws IOException {
        SseServer started = transport
                .apply(SseServer.builder())
                .port(0)
                .respond("/", RequestOptions.methods("POST"), request -> {
                    String prompt = request.text();
                    return Reply.stream(stream -> model.generate(prompt, new StreamTokens(stream)));
                })
                .start();
        server = started;
        return started.port();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    private record StreamTokens(EventStream stream) implements TokenListener {
        @Override
        public boolean onToken(String token) {
            return stream.send(token) != SendResult.CLOSED;
        }

        @Override
        public void onEnd() {
            stream.close();
        }
    }
}
