package sse.integration.clients;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import sse.api.SseServer;
import sse.examples.Chat;
import sse.examples.Messages;
import sse.integration.fixtures.Waiting;

/** The examples that speak the protocols of language models, on one server with a model of the test. */
final class ModelServer implements AutoCloseable {
    private static final Duration PING_PERIOD = Duration.ofMillis(20);
    private static final long PINGS = 5;
    private static final int PING_BYTES = "event: ping\ndata: {\"type\":\"ping\"}\n\n".length();

    private final TestModel model = new TestModel(this::awaitPings);

    // Written by the thread that starts the server, read by the model.
    private final AtomicReference<SseServer> server = new AtomicReference<>();

    private ModelServer() {}

    /** Starts it on a transport and any free port. */
    static ModelServer start(String transport) throws IOException {
        ModelServer models = new ModelServer();
        SseServer.Builder builder =
                SseServer.builder().transport(transport).port(0).closeTimeout(Duration.ZERO);
        Chat.addTo(builder, models.model);
        Messages.addTo(builder, models.model, PING_PERIOD);
        models.server.set(builder.start());
        return models;
    }

    TestModel model() {
        return model;
    }

    URI uri() {
        return URI.create("http://localhost:" + server.get().port() + "/");
    }

    private void awaitPings() {
        SseServer running = server.get();
        long before = running.statistics().sentBytes();
        Waiting.until(PINGS + " pings are sent", () -> running.statistics().sentBytes() >= before + PINGS * PING_BYTES);
    }

    @Override
    public void close() {
        server.get().close();
    }
}
