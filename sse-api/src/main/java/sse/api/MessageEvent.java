package sse.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.api.spi.http.Quote;

/**
 * A message as a client's {@code EventSource} dispatches it: type, data, last event ID and origin.
 *
 * <p>Two message events are equal if all their parts are. Immutable and safe for use by any thread. No method takes or
 * returns null; a null argument causes a {@link NullPointerException} that names the parameter.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage">WHATWG HTML, section
 *     9.2.6</a>
 */
public final class MessageEvent {

    private final String type;
    private final String data;
    private final String lastEventId;
    private final String origin;

    private MessageEvent(String type, String data, String lastEventId, String origin) {
        this.type = Objects.requireNonNull(type, "type");
        this.data = Objects.requireNonNull(data, "data");
        this.lastEventId = Objects.requireNonNull(lastEventId, "lastEventId");
        this.origin = Objects.requireNonNull(origin, "origin");
    }

    /**
     * Creates a message event without an origin.
     *
     * @param type the type, {@code message} by default
     * @param data the data, with LF for each line break
     * @param lastEventId the last event ID after this event, empty if there is none
     * @return the event
     */
    public static MessageEvent of(String type, String data, String lastEventId) {
        return new MessageEvent(type, data, lastEventId, "");
    }

    /**
     * Creates a message event.
     *
     * @param type the type, {@code message} by default
     * @param data the data, with LF for each line break
     * @param lastEventId the last event ID after this event, empty if there is none
     * @param origin the origin, such as {@code https://example.com}; empty if it is not known
     * @return the event
     */
    public static MessageEvent of(String type, String data, String lastEventId, String origin) {
        return new MessageEvent(type, data, lastEventId, origin);
    }

    /**
     * Returns the type.
     *
     * @return the type; {@code message} if the stream does not name one
     */
    public String type() {
        return type;
    }

    /**
     * Returns the data.
     *
     * @return the data, with LF for each line break
     */
    public String data() {
        return data;
    }

    /**
     * Returns the last event ID after this event.
     *
     * @return the event's own id, or that of the latest event that had one; empty if there is none
     */
    public String lastEventId() {
        return lastEventId;
    }

    /**
     * Returns the origin of the stream, after redirects.
     *
     * @return the scheme, host and port of the URI that the event was read from, without a default port; empty if it is
     *     not known
     */
    public String origin() {
        return origin;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageEvent that
                && type.equals(that.type)
                && data.equals(that.data)
                && lastEventId.equals(that.lastEventId)
                && origin.equals(that.origin);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, data, lastEventId, origin);
    }

    /** Returns the parts of this event for a log or a failed test: quoted, escaped, at most 80 characters of each. */
    @Override
    public String toString() {
        return "MessageEvent[type=" + Quote.of(type) + ", data=" + Quote.of(data) + ", lastEventId="
                + Quote.of(lastEventId) + (origin.isEmpty() ? "" : ", origin=" + Quote.of(origin)) + "]";
    }
}
