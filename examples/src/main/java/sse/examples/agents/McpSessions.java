package sse.examples.agents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sse.api.Event;
import sse.api.Request;
import sse.api.Topic;

/** The sessions of clients that initialize one. Thread-safe. At most 1,000: a new one then ends the least used. */
final class McpSessions {
    private static final int MAX_SESSIONS = 1000;

    // Guarded by this.
    private final Map<String, McpSession> byId = new LinkedHashMap<>(16, 0.75f, true);

    /** What all clients that listen receive. */
    private final Topic announcements = Topic.builder().noHistory().noGapEvent().build();

    /** Starts a session, and announces it to the clients of the others. */
    McpSession start() {
        McpSession session = new McpSession(announcements);
        int count;
        synchronized (this) {
            byId.put(session.id(), session);
            count = byId.size();
        }
        if (count > MAX_SESSIONS) {
            end(leastUsed());
        }
        announcements.publish(logMessage(Math.min(count, MAX_SESSIONS) + " sessions"));
        return session;
    }

    /** Returns the session that a request names. */
    synchronized Optional<McpSession> of(Request request) {
        return request.headers().first("Mcp-Session-Id").map(byId::get);
    }

    void end(McpSession session) {
        synchronized (this) {
            byId.remove(session.id());
        }
        session.close();
    }

    private synchronized McpSession leastUsed() {
        return byId.values().iterator().next();
    }

    private static Event logMessage(String text) {
        ObjectNode params =
                JsonRpc.object().put("level", "info").put("logger", "sessions").put("data", text);
        return JsonRpc.event(JsonRpc.notification("notifications/message", params));
    }
}
