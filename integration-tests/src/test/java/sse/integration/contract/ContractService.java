package sse.integration.contract;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The test service of {@code sse-contract-tests}: opens streams with {@code EventSource} as the harness asks it to, and
 * calls the harness with what is received.
 *
 * <p>{@code ContractService 8000} serves on the loopback address until the harness stops it.
 */
public final class ContractService implements AutoCloseable {
    /** What the contract names and our client has; it needs no listener for each type. */
    static final List<String> CAPABILITIES = List.of(
            "comments",
            "headers",
            "last-event-id",
            "post",
            "report",
            "read-timeout",
            "restart",
            "204",
            "bom",
            "payload-size-stress-testable");

    private static final Gson GSON = new Gson();

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "contract-service");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, ContractStream> streams = new ConcurrentHashMap<>();
    private final AtomicInteger created = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private ContractService(HttpServer server) {
        this.server = server;
    }

    /**
     * Serves until the harness stops it.
     *
     * @param args the port, by default 8000
     */
    public static void main(String... args) throws Exception {
        try (ContractService service = start(args.length == 0 ? 8000 : Integer.parseInt(args[0]))) {
            System.out.println("listening on port " + service.port());
            service.stopped.await();
        }
    }

    static ContractService start(int port) throws IOException {
        ContractService service = new ContractService(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
        service.server.setExecutor(service.executor);
        service.server.createContext("/", service::handle);
        service.server.start();
        return service;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        streams.values().forEach(ContractStream::close);
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestMethod() + " " + (path.equals("/") ? "service" : "stream")) {
            case "GET service" ->
                answer(exchange, 200, GSON.toJson(Map.of("name", "sse-client", "capabilities", CAPABILITIES)));
            case "POST service" -> create(exchange, body);
            case "DELETE service" -> {
                answer(exchange, 204, "");
                stopped.countDown();
            }
            case "POST stream" -> answer(exchange, command(path, body), "");
            case "DELETE stream" -> delete(exchange, path);
            default -> answer(exchange, 405, "");
        }
    }

    private void create(HttpExchange exchange, String body) throws IOException {
        ContractStream stream;
        try {
            stream = ContractStream.open(GSON.fromJson(body, JsonObject.class));
        } catch (JsonSyntaxException | IllegalArgumentException | NullPointerException invalid) {
            answer(exchange, 400, String.valueOf(invalid.getMessage()));
            return;
        }
        String path = "/streams/" + created.incrementAndGet();
        streams.put(path, stream);
        exchange.getResponseHeaders()
                .set("Location", "http://" + exchange.getRequestHeaders().getFirst("Host") + path);
        answer(exchange, 201, "");
    }

    /** Obeys a command. Returns the status of the answer. */
    private int command(String path, String body) {
        ContractStream stream = streams.get(path);
        if (stream == null) {
            return 404;
        }
        try {
            if (!"restart"
                    .equals(GSON.fromJson(body, JsonObject.class).get("command").getAsString())) {
                return 400;
            }
        } catch (JsonSyntaxException | UnsupportedOperationException | NullPointerException invalid) {
            return 400;
        }
        stream.restart();
        return 204;
    }

    private void delete(HttpExchange exchange, String path) throws IOException {
        ContractStream stream = streams.remove(path);
        if (stream == null) {
            answer(exchange, 404, "");
            return;
        }
        stream.close();
        answer(exchange, 204, "");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
        exchange.close();
    }
}
