package sse.examples.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.SseServer;
import sse.examples.Example;
import sse.examples.agents.JsonRpc.MalformedException;
import sse.examples.agents.JsonRpc.Message;

/**
 * An agent of the Agent2Agent protocol 1.0, JSON-RPC binding, that repeats what it is asked, word by word. A task goes
 * on when its clients have left; they come back by {@code SubscribeToTask}, and receive first the task as it is and
 * then what follows. Thread-safe.
 *
 * @see <a href="https://a2a-protocol.org/latest/specification/">The specification</a>
 */
public final class A2a {
    /** The example. */
    public static final Example EXAMPLE = new Example(
            "a2a",
            builder -> new A2a(Duration.ofMillis(200)).addTo(builder).start(),
            List.of(
                    new Example.Page("/.well-known/agent-card.json", "the agent's card"),
                    new Example.Page("/a2a", "the endpoint, for A2A clients")));

    private static final int TASK_NOT_FOUND = -32001;
    private static final int TASK_NOT_CANCELABLE = -32002;
    private static final int UNSUPPORTED_OPERATION = -32004;
    private static final int VERSION_NOT_SUPPORTED = -32009;

    private static final int MAX_TASKS = 1000;

    private static final RequestOptions REQUESTS = RequestOptions.builder()
            .methods("POST")
            .contentTypes("application/json")
            .bodyBytes(256 * 1024)
            .build();

    // Guarded by itself.
    private final Map<String, A2aTask> tasks = new LinkedHashMap<>();
    private final Duration pause;

    /**
     * Creates an agent.
     *
     * @param pause the time before each word
     */
    public A2a(Duration pause) {
        this.pause = pause;
    }

    /**
     * Adds the example's paths to a server.
     *
     * @param builder a builder without them
     * @return the builder
     */
    public SseServer.Builder addTo(SseServer.Builder builder) {
        return builder.respond("/.well-known/agent-card.json", RequestOptions.methods("GET"), A2a::card)
                .respond("/a2a", REQUESTS, this::reply);
    }

    /** Names the endpoint as the client names this server. */
    private static Response card(Request request) {
        String host = request.headers().first("Host").orElse("localhost");
        ObjectNode card = JsonRpc.object()
                .put("name", "Echo")
                .put("description", "Repeats what it is asked, word by word.")
                .put("version", "1.0.0");
        card.putArray("supportedInterfaces")
                .addObject()
                .put("url", "http://" + host + "/a2a")
                .put("protocolBinding", "JSONRPC")
                .put("protocolVersion", "1.0");
        card.putObject("capabilities").put("streaming", true);
        card.putArray("defaultInputModes").add("text/plain");
        card.putArray("defaultOutputModes").add("text/plain");
        card.putArray("skills")
                .addObject()
                .put("id", "echo")
                .put("name", "Echo")
                .put("description", "Repeats a text.")
                .putArray("tags")
                .add("example");
        return Response.json(card.toString());
    }

    private Reply reply(Request request) throws InterruptedException {
        Message message;
        try {
            message = JsonRpc.read(request.body());
        } catch (MalformedException malformed) {
            return malformed.response();
        }
        if (message.id().isEmpty()) {
            return error(400, message, JsonRpc.INVALID_REQUEST, "a request must have an id");
        }
        // A client that names no version speaks 0.3.
        String version = request.headers().first("A2A-Version").orElse("0.3");
        if (!version.equals("1.0")) {
            return error(400, message, VERSION_NOT_SUPPORTED, "the version must be 1.0");
        }
        return switch (message.method()) {
            case "SendMessage", "SendStreamingMessage" -> send(message);
            case "SubscribeToTask", "GetTask", "CancelTask" -> ofTask(message);
            default -> error(404, message, JsonRpc.METHOD_NOT_FOUND, "unknown method");
        };
    }

    private Reply send(Message message) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        message.param("message", "parts")
                .forEach(part -> text.append(part.path("text").asText()));
        if (text.toString().isBlank()) {
            return error(400, message, JsonRpc.INVALID_PARAMS, "the message must have a text");
        }
        A2aTask task = new A2aTask(text.toString(), pause);
        Optional<A2aTask> forgotten = add(task);
        forgotten.ifPresent(A2aTask::cancel);
        task.start();
        if (message.method().equals("SendStreamingMessage")) {
            return task.stream(message);
        }
        task.awaitEnd();
        ObjectNode result = JsonRpc.object();
        result.set("task", task.snapshot());
        return answer(message.result(result));
    }

    private Reply ofTask(Message message) {
        Optional<A2aTask> found = task(message.param("id").asText());
        if (found.isEmpty()) {
            return error(404, message, TASK_NOT_FOUND, "no task has that id");
        }
        A2aTask task = found.get();
        return switch (message.method()) {
            case "SubscribeToTask" ->
                task.hasEnded()
                        ? error(400, message, UNSUPPORTED_OPERATION, "the task has ended")
                        : task.stream(message);
            case "CancelTask" ->
                task.cancel()
                        ? answer(message.result(task.snapshot()))
                        : error(409, message, TASK_NOT_CANCELABLE, "the task has ended");
            default -> answer(message.result(task.snapshot()));
        };
    }

    /** Adds a task. Returns the oldest one if it had to be removed. */
    private Optional<A2aTask> add(A2aTask task) {
        synchronized (tasks) {
            tasks.put(task.id(), task);
            return tasks.size() > MAX_TASKS
                    ? Optional.of(tasks.remove(tasks.keySet().iterator().next()))
                    : Optional.empty();
        }
    }

    private Optional<A2aTask> task(String id) {
        synchronized (tasks) {
            return Optional.ofNullable(tasks.get(id));
        }
    }

    private static Response error(int status, Message message, int code, String text) {
        return answer(message.error(code, text)).withStatus(status);
    }

    private static Response answer(JsonNode response) {
        return Response.json(response.toString());
    }
}
