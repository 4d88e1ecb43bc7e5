package sse.integration.contract;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sse.api.MessageEvent;
import sse.client.DisconnectReason;
import sse.client.Disconnection;
import sse.client.EventSource;
import sse.client.SourceEnd;
import sse.client.SourceObserver;

/** A source that the harness has asked for. Calls the harness in order, on a thread of its own. */
final class ContractStream implements AutoCloseable {
    private static final Gson GSON = new Gson();
    private static final HttpClient CALLS =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI callback;
    private final EventSource source;
    private final ExecutorService caller = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "contract-stream");
        thread.setDaemon(true);
        return thread;
    });

    // Confined to the caller.
    private int calls;

    private ContractStream(JsonObject parameters) {
        this.callback = URI.create(parameters.get("callbackUrl").getAsString());
        this.source = source(parameters);
    }

    /** Opens a stream. */
    static ContractStream open(JsonObject parameters) {
        ContractStream stream = new ContractStream(parameters);
        stream.source.start();
        return stream;
    }

    private EventSource source(JsonObject parameters) {
        EventSource.Builder builder = EventSource.builder(
                        URI.create(parameters.get("streamUrl").getAsString()))
                .onEvent(this::onEvent)
                .observer(new Calls())
                .repeatable(true);
        if (parameters.has("initialDelayMs")) {
            long delay = parameters.get("initialDelayMs").getAsLong();
            builder.reconnectDelay(Duration.ofMillis(Math.max(1, delay)));
        }
        if (parameters.has("readTimeoutMs")) {
            builder.idleTimeout(
                    Duration.ofMillis(parameters.get("readTimeoutMs").getAsLong()));
        }
        if (parameters.has("lastEventId")) {
            builder.lastEventId(parameters.get("lastEventId").getAsString());
        }
        if (parameters.has("method")) {
            builder.method(parameters.get("method").getAsString());
        }
        if (parameters.has("body")) {
            builder.body(parameters.get("body").getAsString());
        }
        if (parameters.has("headers")) {
            parameters
                    .getAsJsonObject("headers")
                    .entrySet()
                    .forEach(header ->
                            builder.header(header.getKey(), header.getValue().getAsString()));
        }
        return builder.build();
    }

    void restart() {
        source.reconnect();
    }

    @Override
    public void close() {
        source.close();
        caller.shutdownNow();
    }

    private void onEvent(MessageEvent event) {
        JsonObject fields = new JsonObject();
        fields.addProperty("type", event.type());
        fields.addProperty("data", event.data());
        fields.addProperty("id", event.lastEventId());
        JsonObject message = new JsonObject();
        message.add("event", fields);
        call("event", message);
    }

    private void call(String kind, JsonObject message) {
        message.addProperty("kind", kind);
        if (!caller.isShutdown()) {
            caller.execute(() -> send(GSON.toJson(message)));
        }
    }

    private void send(String message) {
        calls++;
        HttpRequest request = HttpRequest.newBuilder(URI.create(callback + "/" + calls))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(message))
                .build();
        try {
            CALLS.send(request, BodyHandlers.discarding());
        } catch (IOException gone) {
            // The harness has ended the test.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Calls implements SourceObserver {
        @Override
        public void onComment(String text) {
            JsonObject message = new JsonObject();
            message.addProperty("comment", text);
            call("comment", message);
        }

        @Override
        public void onDisconnect(Disconnection disconnection, Duration delay) {
            if (disconnection.reason() != DisconnectReason.RECONNECT) {
                error(disconnection.toString());
            }
        }

        @Override
        public void onEnd(SourceEnd end) {
            error(end.toString());
        }

        private void error(String text) {
            JsonObject message = new JsonObject();
            message.addProperty("error", text);
            message.addProperty("comment", text);
            call("error", message);
        }
    }
}
