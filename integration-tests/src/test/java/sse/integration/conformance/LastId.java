package sse.integration.conformance;

import org.jspecify.annotations.Nullable;

/** The last event ID, as a user of a client that hands out each event's own id has to keep it. */
final class LastId {
    private String id = "";

    /** Takes the id of an event, null if it has none. */
    String after(@Nullable String own) {
        if (own != null) {
            id = own;
        }
        return id;
    }
}
