package sse.benchmarks.load.read;

import io.vertx.core.Vertx;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.net.URI;
import java.util.function.Consumer;

/**
 * The web client of Vert.x with its codec for event streams. It does not reconnect: a program does, here after
 * {@link #RECONNECT_DELAY}.
 */
public final class VertxReader implements EventReader {
    private static final int MOST_CONNECTIONS = 100_000;

    private final Vertx vertx = Vertx.vertx();
    private final WebClient client =
            WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    private volatile boolean closed;

    /** Makes the client. */
    public VertxReader() {}

    @Override
    public void open(URI uri, Consumer<String> data) {
        client.getAbs(uri.toString())
                .putHeader("Accept", "text/event-stream")
                .as(BodyCodec.sseStream(events -> events.handler(event -> data.accept(event.data()))))
                .send()
                .onComplete(ended -> {
                    if (!closed) {
                        vertx.setTimer(RECONNECT_DELAY.toMillis(), timer -> open(uri, data));
                    }
                });
    }

    @Override
    @SuppressWarnings({"FutureReturnValueIgnored", "unused"})
    public void close() {
        closed = true;
        client.close();
        vertx.close();
    }
}
