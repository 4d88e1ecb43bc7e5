package sse.examples.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import sse.api.Event;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.examples.Example;
import sse.examples.agents.JsonRpc.MalformedException;
import sse.examples.agents.JsonRpc.Message;

/**
 * A server of the Model Context Protocol, transport Streamable HTTP, with two tools. It speaks revision 2026-07-28,
 * where each request stands alone, and the revisions with sessions, 2025-11-25 and before, on one path. Thread-safe.
 *
 * <p>A short call is answered with JSON, a long one with a stream of its progress and its result.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http">The
 *     specification</a>
 */
public final class Mcp {
    /** The example. */
    public static final Example EXAMPLE = new Example(
            "mcp",
            builder -> new Mcp().addTo(builder).start(),
            List.of(new Example.Page("/mcp", "the endpoint, for clients of the Model Context Protocol")));

    private static final String STATELESS = "2026-07-28";
    private static final String NEWEST_WITH_SESSIONS = "2025-11-25";
    private static final List<String> VERSIONS = List.of(STATELESS, NEWEST_WITH_SESSIONS, "2025-06-18", "2025-03-26");

    private static final int UNSUPPORTED_VERSION = -32022;

    private static final String SESSION_FIELD = "Mcp-Session-Id";

    private static final JsonNode SERVER = JsonRpc.parse("""
            {"name": "sse-example", "version": "1.0.0"}""");

    /** Of pages, only the protocol's inspector may send requests; programs send no origin. */
    private static final RequestOptions REQUESTS = RequestOptions.builder()
            .methods("POST", "GET", "DELETE")
            .allowedOrigins("http://localhost:6274", "http://127.0.0.1:6274")
            .contentTypes("application/json")
            .bodyBytes(1024 * 1024)
            .build();

    /** Without a session, a client that closes the stream cancels the call. */
    private static final StreamOptions CANCELLABLE =
            StreamOptions.builder().interruptHandler(true).build();

    private final McpSessions sessions = new McpSessions();
    private final AtomicInteger runningCalls = new AtomicInteger();

    /**
     * Adds the example's path to a server.
     *
     * @param builder a builder without it
     * @return the builder
     */
    public SseServer.Builder addTo(SseServer.Builder builder) {
        return builder.respond("/mcp", REQUESTS, this::reply);
    }

    /**
     * Returns how many long calls are running.
     *
     * @return the number
     */
    public int runningCalls() {
        return runningCalls.get();
    }

    private Reply reply(Request request) throws InterruptedException {
        if (request.method().equals("POST")) {
            try {
                return reply(request, JsonRpc.read(request.body()));
            } catch (MalformedException malformed) {
                return malformed.response();
            }
        }
        // Both belong to sessions.
        Optional<McpSession> session = sessions.of(request);
        if (session.isEmpty()) {
            return unknownSession(request);
        }
        if (request.method().equals("GET")) {
            return session.get().resume(request).orElseGet(session.get()::listen);
        }
        sessions.end(session.get());
        return Response.of(204);
    }

    private Reply reply(Request request, Message message) throws InterruptedException {
        // The field is younger than revision 2025-03-26.
        String version = request.headers().first(McpHeaders.VERSION).orElse("2025-03-26");
        if (!VERSIONS.contains(version)) {
            return refuse(unsupported(message, version));
        }
        return version.equals(STATELESS) || message.param("_meta").has(McpHeaders.META + "protocolVersion")
                ? replyAlone(request, message)
                : replyInSession(request, message);
    }

    /** Revision 2026-07-28. */
    private Reply replyAlone(Request request, Message message) throws InterruptedException {
        Optional<ObjectNode> error = McpHeaders.error(request, message);
        if (error.isPresent()) {
            return refuse(error.get());
        }
        if (message.id().isEmpty()) {
            return Response.of(202);
        }
        return switch (message.method()) {
            case "server/discover" -> answer(message.result(discovery()));
            case "tools/list" -> answer(message.result(McpTool.list()));
            case "tools/call" -> call(message, tool -> callAlone(message, tool));
            default -> answer(unknownMethod(message)).withStatus(404);
        };
    }

    /** Revision 2025-11-25 and before. A client that loses the stream of a call comes back by GET. */
    private Reply replyInSession(Request request, Message message) throws InterruptedException {
        if (message.method().equals("initialize")) {
            return answer(message.result(initialization(message)))
                    .withHeader(SESSION_FIELD, sessions.start().id());
        }
        Optional<McpSession> session = sessions.of(request);
        if (session.isEmpty()) {
            return unknownSession(request);
        }
        if (message.id().isEmpty()) {
            session.get().onNotification(message);
            return Response.of(202);
        }
        return switch (message.method()) {
            case "ping", "logging/setLevel" -> answer(message.result(JsonRpc.object()));
            case "tools/list" -> answer(message.result(McpTool.list()));
            case "tools/call" ->
                call(
                        message,
                        tool -> session.get()
                                .call(request, message, out -> out.send(result(message, tool, out::send))));
            default -> answer(unknownMethod(message));
        };
    }

    /**
     * Answers a call.
     *
     * @param stream answers one that is worth a stream
     */
    private static Reply call(Message message, Function<McpTool, Reply> stream) throws InterruptedException {
        Optional<McpTool> named = McpTool.named(message.param("name").asText());
        if (named.isEmpty()) {
            return answer(message.error(JsonRpc.INVALID_PARAMS, "no tool has that name"));
        }
        McpTool tool = named.get();
        JsonNode arguments = message.param("arguments");
        if (!tool.accepts(arguments)) {
            return answer(message.result(McpTool.invalidArguments()));
        }
        return tool.isLong() ? stream.apply(tool) : answer(message.result(tool.call(arguments, (done, total) -> {})));
    }

    private Reply callAlone(Message message, McpTool tool) {
        return Reply.stream(CANCELLABLE, stream -> {
            stream.send(result(message, tool, stream::send));
            stream.close();
        });
    }

    /** Runs a call to its end. If it is cancelled, the thread is interrupted, and there is no response. */
    private Event result(Message message, McpTool tool, Consumer<Event> progress) throws InterruptedException {
        JsonNode token = message.param("_meta", "progressToken");
        runningCalls.incrementAndGet();
        try {
            ObjectNode result = tool.call(message.param("arguments"), (done, total) -> {
                if (token.isValueNode()) {
                    ObjectNode params = JsonRpc.object().put("progress", done).put("total", total);
                    params.set("progressToken", token);
                    progress.accept(JsonRpc.event(JsonRpc.notification("notifications/progress", params)));
                }
            });
            return JsonRpc.event(message.result(result));
        } finally {
            runningCalls.decrementAndGet();
        }
    }

    private static ObjectNode unsupported(Message message, String version) {
        ObjectNode error = message.error(UNSUPPORTED_VERSION, "unsupported protocol version");
        ObjectNode data = error.withObject("/error").putObject("data").put("requested", version);
        VERSIONS.forEach(data.putArray("supported")::add);
        return error;
    }

    private static ObjectNode unknownMethod(Message message) {
        return message.error(JsonRpc.METHOD_NOT_FOUND, "unknown method");
    }

    private static Response unknownSession(Request request) {
        boolean isNamed = request.headers().contains(SESSION_FIELD);
        String text = isNamed ? "unknown session: initialize a new one" : SESSION_FIELD + " is missing";
        return refuse(JsonRpc.error(Optional.empty(), JsonRpc.INVALID_REQUEST, text))
                .withStatus(isNamed ? 404 : 400);
    }

    private static Response refuse(ObjectNode error) {
        return answer(error).withStatus(400);
    }

    private static Response answer(ObjectNode response) {
        return Response.json(response.toString());
    }

    private static ObjectNode discovery() {
        ObjectNode result = complete().put("ttlMs", 3_600_000).put("cacheScope", "public");
        result.putObject("capabilities").putObject("tools");
        VERSIONS.forEach(result.putArray("supportedVersions")::add);
        return result;
    }

    private static ObjectNode initialization(Message message) {
        String asked = message.param("protocolVersion").asText();
        boolean isKnown = VERSIONS.contains(asked) && !asked.equals(STATELESS);
        ObjectNode result = complete().put("protocolVersion", isKnown ? asked : NEWEST_WITH_SESSIONS);
        ObjectNode capabilities = result.putObject("capabilities");
        capabilities.putObject("tools");
        capabilities.putObject("logging");
        result.set("serverInfo", SERVER);
        return result;
    }

    /** Returns a result without any content. Revisions before 2026-07-28 ignore what it has. */
    static ObjectNode complete() {
        ObjectNode result = JsonRpc.object().put("resultType", "complete");
        result.putObject("_meta").set(McpHeaders.META + "serverInfo", SERVER);
        return result;
    }
}
