package sse.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;

/**
 * What the broker knows of a log at one moment.
 *
 * @param terms the name of the log and its terms
 * @param head the newest id that was given, or the origin
 * @param tail the position before the oldest entry
 * @param entries the entries that were asked for, in the order in which Redis returned them
 */
record LogState(Terms terms, EntryId head, EntryId tail, List<LogEntry> entries) {
    private static final String BEFORE = "before:";

    /** Reads the answer of the script {@code read.lua}. */
    static LogState parse(Object reply) {
        List<?> parts = Replies.list(reply);
        String hub = Replies.text(parts.get(0));
        Terms terms = terms(hub, Replies.list(parts.get(1)));
        EntryId head = RedisId.parse(hub, parts.get(2));
        String oldest = Replies.text(parts.get(3));
        EntryId tail = oldest.isEmpty() ? head : terms.before(RedisId.parse(hub, oldest));
        return new LogState(terms, head, tail, EntryCodec.decode(hub, parts.get(4)));
    }

    private static Terms terms(String hub, List<?> fields) {
        Map<Long, EntryId> before = new HashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            String field = Replies.text(fields.get(i));
            if (field.startsWith(BEFORE)) {
                EntryId term = RedisId.parse(hub, field.substring(BEFORE.length()) + "-0");
                before.put(term.term(), RedisId.parse(hub, fields.get(i + 1)));
            }
        }
        return Terms.of(hub, before);
    }

    String hub() {
        return terms.hub();
    }
}
