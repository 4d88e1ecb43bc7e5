package sse.conformance.internal.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sse.conformance.internal.json.JsonObject;
import sse.conformance.internal.json.JsonReader;
import sse.conformance.internal.json.JsonText;

/** Serves the list of cases and their streams, and takes reports. Thread-safe. */
public final class CaseServer implements AutoCloseable {
    private static final int MAX_REPORT_BYTES = 1 << 20;
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ExecutorService executor;
    private final List<Conversation> conversations;
    private final CountDownLatch unreported;

    private CaseServer(HttpServer server, ExecutorService executor, List<Script> scripts) {
        this.server = server;
        this.executor = executor;
        this.conversations = scripts.stream().map(Conversation::new).toList();
        this.unreported = new CountDownLatch(scripts.size());
    }

    /**
     * Starts on the loopback address. Sets the JDK's property for {@code TCP_NODELAY} unless it is set: otherwise a
     * piece of a stream waits for the acknowledgement of the one before, and arrives together with those that follow.
     */
    public static CaseServer start(int port, List<Script> scripts) throws IOException {
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "sse-conformance");
            thread.setDaemon(true);
            return thread;
        });
        CaseServer cases = new CaseServer(server, executor, scripts);
        server.setExecutor(executor);
        server.createContext("/", cases::handle);
        server.start();
        return cases;
    }

    /** Returns the URI of the list. */
    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/cases");
    }

    /** Waits until all have been reported, and returns true then. */
    public boolean awaitReports(Duration timeout) throws InterruptedException {
        return unreported.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns what became of each script. */
    public List<Verdict> verdicts() {
        return conversations.stream().map(Conversation::verdict).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/cases") && exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(exchange, 200, list());
        } else if (path.matches("/streams/[0-9]{1,6}") && number(path) < conversations.size()) {
            stream(exchange, conversations.get(number(path)));
        } else if (path.matches("/reports/[0-9]{1,6}") && number(path) < conversations.size()) {
            report(exchange, conversations.get(number(path)));
        } else {
            send(exchange, 404, "path must be /cases, or one of its list: " + path);
        }
    }

    private String list() {
        return IntStream.range(0, conversations.size())
                .mapToObj(i -> "{\"name\": "
                        + JsonText.quote(conversations.get(i).script().name()) + ", \"stream\": \"/streams/" + i
                        + "\", \"report\": \"/reports/" + i + "\"}")
                .collect(Collectors.joining(",\n", "{\"cases\": [\n", "\n]}\n"));
    }

    private static int number(String path) {
        return Integer.parseInt(path.replaceFirst(".*/", ""));
    }

    private static void stream(HttpExchange exchange, Conversation conversation) throws IOException {
        ScriptedAnswer answer = conversation.onRequest(
                name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)));
        answer.fields().forEach(exchange.getResponseHeaders()::set);
        exchange.getRequestBody().readAllBytes();
        if (answer.status() == 204) {
            conversation.onAnswering();
            exchange.sendResponseHeaders(204, -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), 0);
            // Not closed before it is complete: closing it would complete it.
            OutputStream out = exchange.getResponseBody();
            out.flush();
            for (byte[] chunk : answer.chunks()) {
                out.write(chunk);
                out.flush();
            }
            conversation.onAnswering();
            if (!answer.isCut()) {
                out.close();
            }
        }
        if (answer.isCut()) {
            throw new IOException("connection must be closed before the content is complete");
        }
        exchange.close();
    }

    private void report(HttpExchange exchange, Conversation conversation) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_REPORT_BYTES);
        List<ReportedEvent> events;
        try {
            String text = "{\"events\": " + new String(body, StandardCharsets.UTF_8) + "}";
            events = JsonObject.of(JsonReader.read(text)).objects("events").stream()
                    .map(ReportedEvent::of)
                    .toList();
        } catch (IllegalArgumentException malformed) {
            send(exchange, 400, "report must be an array of events: " + malformed.getMessage());
            return;
        }
        if (conversation.onReport(events)) {
            unreported.countDown();
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }
}
