package sse.testkit;

import java.util.Objects;
import sse.testkit.internal.http.Quoting;

/**
 * An event as a client's {@code EventSource} dispatches it (WHATWG HTML section 9.2.6). Immutable. Null is answered
 * with a {@link NullPointerException} that names the parameter.
 *
 * @param type the type, {@code message} where the server named none
 * @param data the data, lines separated by LF
 * @param lastEventId the last event id as of this event: its own id, or the one before if it has none; empty if there
 *     is none
 */
public record ReceivedEvent(String type, String data, String lastEventId) {
    /**
     * Checks every part.
     *
     * @param type the type
     * @param data the data
     * @param lastEventId the last event id
     */
    public ReceivedEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(lastEventId, "lastEventId");
    }

    /** Describes the event for a failed test: every part, quoted and escaped, at most 80 characters of each. */
    @Override
    public String toString() {
        return "ReceivedEvent[type=" + Quoting.quoted(type) + ", data=" + Quoting.quoted(data) + ", lastEventId="
                + Quoting.quoted(lastEventId) + "]";
    }
}
