package sse.conformance.internal.client;

import java.util.List;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the status
 * @param fields the header fields; {@code Location} is relative to the stream
 * @param chunks the content, written and flushed one by one
 * @param isCut true if the connection is closed before the content is complete
 */
record ScriptedAnswer(int status, Map<String, String> fields, List<byte[]> chunks, boolean isCut) {
    private static final Map<String, String> TYPE = Map.of("Content-Type", "text/event-stream");

    static final ScriptedAnswer NO_MORE = new ScriptedAnswer(204, Map.of(), List.of(), false);

    static ScriptedAnswer stream(List<byte[]> chunks) {
        return new ScriptedAnswer(200, TYPE, chunks, false);
    }
}
