package sse.examples.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import sse.api.EventStream;
import sse.api.Reply;
import sse.api.Topic;
import sse.examples.agents.JsonRpc.Message;

/** A client's session: its calls, and its streams of what is no answer to one. Thread-safe. */
final class McpSession {
    // A random UUID cannot be guessed.
    private final String id = UUID.randomUUID().toString();
    private final Topic announcements;
    private final Map<JsonNode, EventStream> calls = new ConcurrentHashMap<>();
    private final Set<EventStream> listening = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    McpSession(Topic announcements) {
        this.announcements = announcements;
    }

    String id() {
        return id;
    }

    /** Answers a request for messages that are no answer to a call. */
    Reply listen() {
        return Reply.stream(stream -> {
            listening.add(stream);
            stream.onClose(reason -> listening.remove(stream));
            announcements.subscribe(stream);
            closeIfEnded(stream);
        });
    }

    /** Adds the stream of a call. */
    void add(Message call, EventStream stream) {
        JsonNode callId = call.id().orElseThrow();
        calls.put(callId, stream);
        stream.onClose(reason -> calls.remove(callId, stream));
        closeIfEnded(stream);
    }

    /** Closes the stream of a call that the client cancels. */
    void onNotification(Message notification) {
        if (notification.method().equals("notifications/cancelled")) {
            EventStream stream = calls.get(notification.param("requestId"));
            if (stream != null) {
                stream.close();
            }
        }
    }

    /** Closes all streams. */
    void close() {
        closed = true;
        calls.values().forEach(EventStream::close);
        listening.forEach(EventStream::close);
    }

    /** Closes a stream that was opened while the session ended. */
    private void closeIfEnded(EventStream stream) {
        if (closed) {
            stream.close();
        }
    }
}
