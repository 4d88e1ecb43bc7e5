package sse.examples.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Reply;
import sse.api.Topic;
import sse.examples.agents.JsonRpc.Message;

/**
 * A task, which goes on whether or not a client reads. Thread-safe.
 *
 * <p>Changing the task and publishing the change are one step, and so are reading it and subscribing: a client that
 * subscribes receives the task as it is, and then each change after that once.
 */
final class A2aTask {
    private static final String SUBMITTED = "TASK_STATE_SUBMITTED";
    private static final String WORKING = "TASK_STATE_WORKING";
    private static final Set<String> TERMINAL = Set.of("TASK_STATE_COMPLETED", "TASK_STATE_CANCELED");

    private final String id = UUID.randomUUID().toString();
    private final String contextId = UUID.randomUUID().toString();
    private final List<String> words;
    private final Duration pause;
    private final Thread worker = new Thread(this::work, "a2a-task");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Topic changes = Topic.builder().noHistory().noGapEvent().build();

    // Guarded by this.
    private final Set<EventStream> streams = new HashSet<>();
    private final StringBuilder answer = new StringBuilder();
    private String state = SUBMITTED;

    A2aTask(String text, Duration pause) {
        this.words = List.of(text.split("(?<=\\s)"));
        this.pause = pause;
        worker.setDaemon(true);
    }

    String id() {
        return id;
    }

    void start() {
        worker.start();
    }

    /** Blocks until the task has ended. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    synchronized boolean hasEnded() {
        return TERMINAL.contains(state);
    }

    /** Ends the task. Returns false if it has ended before. */
    boolean cancel() {
        worker.interrupt();
        return changeState("TASK_STATE_CANCELED");
    }

    private void work() {
        try {
            changeState(WORKING);
            for (String word : words) {
                Thread.sleep(pause.toMillis());
                append(word);
            }
            changeState("TASK_STATE_COMPLETED");
        } catch (InterruptedException cancelled) {
            // The task has its last state already.
        }
    }

    private synchronized boolean changeState(String next) {
        if (hasEnded()) {
            return false;
        }
        state = next;
        ObjectNode update = ids();
        update.set("status", status());
        publish("statusUpdate", update);
        if (hasEnded()) {
            // Each receives what was published before it ends.
            streams.forEach(EventStream::close);
            ended.countDown();
        }
        return true;
    }

    private synchronized void append(String word) {
        if (hasEnded()) {
            return;
        }
        ObjectNode update = ids().put("append", answer.length() > 0);
        update.set("artifact", artifact(word));
        answer.append(word);
        publish("artifactUpdate", update);
    }

    private void publish(String kind, ObjectNode update) {
        changes.publish(Event.of(JsonRpc.object().set(kind, update).toString()));
    }

    /** Answers with a stream of the task as it is, and then of its changes, to its end. */
    Reply stream(Message message) {
        return Reply.stream(stream -> subscribe(stream, message));
    }

    private synchronized void subscribe(EventStream stream, Message message) {
        ObjectNode first = JsonRpc.object();
        first.set("task", snapshot());
        stream.send(JsonRpc.event(message.result(first)));
        if (hasEnded()) {
            stream.close();
            return;
        }
        // Each client receives the changes as responses to its own request.
        changes.subscribe(stream, change -> Optional.of(response(message, change)));
        streams.add(stream);
        stream.onClose(reason -> remove(stream));
    }

    private static Event response(Message message, Event change) {
        return JsonRpc.event(message.result(JsonRpc.parse(change.data().orElseThrow())));
    }

    private synchronized void remove(EventStream stream) {
        streams.remove(stream);
    }

    /** Returns the task as it is. */
    synchronized ObjectNode snapshot() {
        ObjectNode task = JsonRpc.object().put("id", id).put("contextId", contextId);
        task.set("status", status());
        if (answer.length() > 0) {
            task.putArray("artifacts").add(artifact(answer.toString()));
        }
        return task;
    }

    private ObjectNode ids() {
        return JsonRpc.object().put("taskId", id).put("contextId", contextId);
    }

    private JsonNode status() {
        return JsonRpc.object().put("state", state);
    }

    private static JsonNode artifact(String text) {
        ObjectNode artifact = JsonRpc.object().put("artifactId", "answer");
        artifact.putArray("parts").addObject().put("text", text);
        return artifact;
    }
}
