package sse.examples.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import sse.api.EventStream;
import sse.api.Reply;
import sse.api.Request;
import sse.api.Run;
import sse.api.RunProducer;
import sse.api.Runs;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.examples.agents.JsonRpc.Message;

/**
 * A client's session: its calls, and its streams of what is no answer to one. Thread-safe.
 *
 * <p>A call is a run, whose key is the id of the call: it goes on when its client loses the connection, the client
 * comes back by GET with the id of the last event that it has, and a POST that a proxy repeats does not start it again.
 */
final class McpSession {
    // A random UUID cannot be guessed.
    private final String id = UUID.randomUUID().toString();
    private final Topic announcements;
    private final Runs calls = Runs.builder()
            .maxRuns(100)
            .retention(Duration.ofMinutes(1))
            .noEndEvent()
            .streamOptions(StreamOptions.builder().retry(Duration.ofSeconds(1)).build())
            .build();
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

    /** Starts a call, and answers its request with the call's stream. */
    Reply call(Request request, Message call, RunProducer producer) {
        return calls.reply(call.id().orElseThrow().toString(), request, producer);
    }

    /** Answers a client that has lost the stream of a call; empty if the request names no event of one. */
    Optional<Reply> resume(Request request) {
        return request.headers()
                .first("Last-Event-ID")
                .flatMap(calls::findByEventId)
                .map(call -> call.reply(request));
    }

    /** Ends a call that the client cancels. */
    void onNotification(Message notification) {
        JsonNode callId = notification.param("requestId");
        if (notification.method().equals("notifications/cancelled") && JsonRpc.isId(callId)) {
            calls.find(callId.toString()).ifPresent(Run::stop);
        }
    }

    /** Ends all calls, and closes all streams. */
    void close() {
        closed = true;
        calls.close();
        listening.forEach(EventStream::close);
    }

    /** Closes a stream that was opened while the session ended. */
    private void closeIfEnded(EventStream stream) {
        if (closed) {
            stream.close();
        }
    }
}
