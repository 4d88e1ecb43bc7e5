package sse.integration.browser.drivers;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Numbered commands and their results, as JSON over a WebSocket: what the DevTools protocol and WebDriver BiDi have in
 * common. Commands are sent by the test's thread, one at a time.
 */
final class CommandSocket implements AutoCloseable {
    private final WebSocket socket;
    private final Results results;

    // Confined to the test's thread.
    private int lastId;

    private CommandSocket(WebSocket socket, Results results) {
        this.socket = socket;
        this.results = results;
    }

    /** Connects to a browser. */
    static CommandSocket connect(String url) {
        Results results = new Results();
        CompletableFuture<WebSocket> socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(Page.DEADLINE)
                .buildAsync(URI.create(url), results);
        return new CommandSocket(await("connection to " + url, socket), results);
    }

    /**
     * Sends a command and waits for its result.
     *
     * @param method the command's name
     * @param parameters its parameters
     * @param sessionId the target's session in the DevTools protocol, or empty
     * @throws BrowserException if the browser reports an error, or has not answered before the deadline
     */
    JsonObject send(String method, JsonObject parameters, String sessionId) {
        JsonObject command = new JsonObject();
        command.addProperty("id", ++lastId);
        command.addProperty("method", method);
        command.add("params", parameters);
        if (!sessionId.isEmpty()) {
            command.addProperty("sessionId", sessionId);
        }
        CompletableFuture<JsonObject> result = results.expect(lastId);
        await(method, socket.sendText(command.toString(), true));
        JsonObject message = await(method, result);
        if (message.has("error")) {
            throw new BrowserException(method + ": " + message);
        }
        return message.getAsJsonObject("result");
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static <T> T await(String what, CompletableFuture<T> future) {
        try {
            return future.get(Page.COMMAND_DEADLINE.toMillis(), MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new BrowserException(what + " failed", failure.getCause());
        } catch (TimeoutException late) {
            throw new BrowserException(what + " not within " + Page.COMMAND_DEADLINE, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrowserException(what + " interrupted", interrupted);
        }
    }

    /** Gives each result to the command with its number. Other messages are not used. */
    private static final class Results implements WebSocket.Listener {
        // Written by the test's thread, completed by the socket's.
        private final Map<Integer, CompletableFuture<JsonObject>> expected = new ConcurrentHashMap<>();

        // Confined to the socket's thread.
        private final StringBuilder text = new StringBuilder();

        CompletableFuture<JsonObject> expect(int id) {
            CompletableFuture<JsonObject> result = new CompletableFuture<>();
            expected.put(id, result);
            return result;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
                text.setLength(0);
                if (message.has("id") && !message.get("id").isJsonNull()) {
                    expected.remove(message.get("id").getAsInt()).complete(message);
                }
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            fail(new BrowserException("browser closed the connection: " + status + " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            fail(failure);
        }

        private void fail(Throwable failure) {
            expected.values().forEach(result -> result.completeExceptionally(failure));
        }
    }
}
