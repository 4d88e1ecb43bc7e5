package sse.integration.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** What the contract's harness does: has the service open a stream, sends it, and receives the service's calls. */
final class ContractHarness implements AutoCloseable {
    /** A request for the stream. */
    record StreamRequest(String method, String path, Headers headers, String body) {}

    /** An answer without a stream. */
    private record Refusal(int status, Optional<String> location) {}

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ContractService service;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BlockingQueue<StreamRequest> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Refusal> refusals = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private volatile String stream = "";

    // What the latest connection of the stream sends; set when it is accepted.
    private volatile BlockingQueue<Optional<byte[]>> chunks = new LinkedBlockingQueue<>();

    private ContractHarness(ContractService service, HttpServer server) {
        this.service = service;
        this.server = server;
    }

    static ContractHarness start() throws IOException {
        ContractHarness harness = new ContractHarness(
                ContractService.start(0),
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        harness.server.setExecutor(harness.executor);
        harness.server.createContext("/stream", harness::serve);
        harness.server.createContext("/callback", harness::receive);
        harness.server.start();
        return harness;
    }

    /** Returns what the service answers at its root. */
    JsonObject status() throws Exception {
        return JsonParser.parseString(call("GET", service("/"), "").body()).getAsJsonObject();
    }

    /** Has the service open a stream with parameters besides its addresses, and waits for the request. */
    StreamRequest open(JsonObject parameters) throws Exception {
        JsonObject all = parameters.deepCopy();
        String base = "http://localhost:" + server.getAddress().getPort();
        all.addProperty("streamUrl", base + "/stream");
        all.addProperty("callbackUrl", base + "/callback");
        all.addProperty("tag", "test");
        HttpResponse<String> created = call("POST", service("/"), all.toString());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        stream = created.headers().firstValue("Location").orElseThrow();
        return awaitRequest();
    }

    StreamRequest awaitRequest() throws InterruptedException {
        StreamRequest request = requests.poll(10, SECONDS);
        assertThat(request).as("request for the stream within 10 s").isNotNull();
        return request;
    }

    /** Has a further request for the stream answered without one. */
    void refuse(int status, Optional<String> location) {
        refusals.add(new Refusal(status, location));
    }

    /** Sends chunks of the stream, in UTF-8. */
    void send(String... texts) {
        for (String text : texts) {
            chunks.add(Optional.of(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Sends bytes in chunks of a size. */
    void sendInChunks(byte[] bytes, int size) {
        for (int at = 0; at < bytes.length; at += size) {
            chunks.add(Optional.of(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))));
        }
    }

    /** Closes the connection of the stream before its content is complete. */
    void breakConnection() {
        chunks.add(Optional.empty());
    }

    /** Waits for the next call of the service, of a kind. */
    JsonObject await(String kind) throws InterruptedException {
        JsonObject message = messages.poll(10, SECONDS);
        assertThat(message).as("%s within 10 s", kind).isNotNull();
        assertThat(message.get("kind").getAsString()).as("%s", message).isEqualTo(kind);
        return message;
    }

    int closeStream() throws Exception {
        return call("DELETE", URI.create(stream), "").statusCode();
    }

    int command(String command) throws Exception {
        return call("POST", URI.create(stream), "{\"command\": \"" + command + "\"}")
                .statusCode();
    }

    int create(String body) throws Exception {
        return call("POST", service("/"), body).statusCode();
    }

    @Override
    public void close() {
        service.close();
        server.stop(0);
        executor.shutdownNow();
    }

    private URI service(String path) {
        return URI.create("http://localhost:" + service.port() + path);
    }

    private HttpResponse<String> call(String method, URI uri, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        StreamRequest request = new StreamRequest(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body);
        Refusal refusal = refusals.poll();
        if (refusal != null) {
            refusal.location().ifPresent(to -> exchange.getResponseHeaders().set("Location", to));
            exchange.sendResponseHeaders(refusal.status(), -1);
            exchange.close();
            requests.add(request);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        BlockingQueue<Optional<byte[]>> sent = new LinkedBlockingQueue<>();
        chunks = sent;
        requests.add(request);
        try {
            while (true) {
                byte[] chunk = sent.take().orElseThrow(() -> new IOException("connection must be broken"));
                out.write(chunk);
                out.flush();
            }
        } catch (InterruptedException closed) {
            exchange.close();
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonObject message = JsonParser.parseString(body).getAsJsonObject();
        message.addProperty("number", exchange.getRequestURI().getPath().replaceFirst(".*/", ""));
        messages.add(message);
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }
}
