package sse.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import sse.api.internal.http.StreamFields;

/**
 * The decision about a request for a stream, before the stream opens. Immutable and thread-safe.
 *
 * <p>No method takes or returns {@code null}.
 */
public final class Admission {
    private static final Admission ACCEPT = new Admission(Response.of(200), true, Map.of());
    private static final Admission STOP = new Admission(Response.of(204), false, Map.of());

    private final Response response;
    private final boolean accepted;
    private final Map<AttributeKey<?>, Object> attributes;

    private Admission(Response response, boolean accepted, Map<AttributeKey<?>, Object> attributes) {
        this.response = response;
        this.accepted = accepted;
        this.attributes = attributes;
    }

    /**
     * Opens the stream.
     *
     * @return the decision
     */
    public static Admission accept() {
        return ACCEPT;
    }

    /**
     * Opens no stream and answers with a status. A browser's {@code EventSource} does not reconnect after any status
     * but 200; it follows redirects. A 503 carries a {@code Retry-After} of 5 to 15 s, which differs from client to
     * client.
     *
     * @param status the status, 201 to 599
     * @return the decision
     * @throws IllegalArgumentException if the status is out of range
     */
    public static Admission reject(int status) {
        return reject(Response.of(status));
    }

    /**
     * Opens no stream and answers with a response. A 503 without {@code Retry-After} gets one, as with
     * {@link #reject(int)}.
     *
     * @param response the response, with any status but 200
     * @return the decision
     * @throws IllegalArgumentException if the status is 200, which the client would take for a stream
     */
    public static Admission reject(Response response) {
        Objects.requireNonNull(response, "response");
        if (response.status() == 200) {
            throw new IllegalArgumentException("status of a rejection must not be 200: 200");
        }
        return new Admission(response, false, Map.of());
    }

    /**
     * Opens no stream and answers with 204, after which an {@code EventSource} does not reconnect (WHATWG HTML section
     * 9.2.3).
     *
     * @return the decision
     */
    public static Admission stop() {
        return STOP;
    }

    /**
     * Returns this decision with a header field of the response, in place of all fields of that name: of the response
     * that carries the stream, or of the one that is sent instead. Of a stream it also replaces the field that
     * {@link StreamOptions#headers()} has.
     *
     * @param name the field's name
     * @param value the field's value
     * @return the new decision
     * @throws IllegalArgumentException as {@link Headers.Builder#add} throws it, or, if the stream opens, as
     *     {@link StreamOptions.Builder#headers} does
     */
    public Admission withHeader(String name, String value) {
        return with(name, value, response.withHeader(name, value));
    }

    /**
     * Returns this decision with one more header field of the response, after those of the same name that were added
     * here. For fields that may be repeated, such as {@code Set-Cookie}.
     *
     * @param name the field's name
     * @param value the field's value
     * @return the new decision
     * @throws IllegalArgumentException as {@link #withHeader} throws it
     */
    public Admission withAddedHeader(String name, String value) {
        return with(name, value, response.withAddedHeader(name, value));
    }

    /**
     * Returns this decision with an attribute of the stream, in place of an earlier value: what the admission has found
     * out about the client, for the handler. The stream has it before the handler or any other user code receives it.
     *
     * @param <T> the type of the value
     * @param key the attribute's key
     * @param value the value
     * @return the new decision
     * @throws ClassCastException if the value is not of the key's type
     * @throws IllegalStateException if no stream opens
     */
    public <T> Admission withAttribute(AttributeKey<T> key, T value) {
        Objects.requireNonNull(key, "key");
        Object checked = key.type().cast(Objects.requireNonNull(value, "value"));
        if (!accepted) {
            throw new IllegalStateException("a rejection must have no attributes: " + key.name());
        }
        Map<AttributeKey<?>, Object> more = new HashMap<>(attributes);
        more.put(key, checked);
        return new Admission(response, true, Map.copyOf(more));
    }

    /**
     * Returns the attributes that the stream has when its handler receives it.
     *
     * @return the attributes, unmodifiable
     */
    public Map<AttributeKey<?>, Object> attributes() {
        return attributes;
    }

    /**
     * Returns true if the stream opens.
     *
     * @return true if the stream opens
     */
    public boolean isAccepted() {
        return accepted;
    }

    /**
     * Returns the response that is sent instead of a stream.
     *
     * @return the response; if {@link #isAccepted()}, one with the header fields that this decision adds to the
     *     stream's
     */
    public Response response() {
        return response;
    }

    /** Returns a short description of the decision. */
    @Override
    public String toString() {
        return accepted ? "accept" : "reject " + response.status();
    }

    private Admission with(String name, String value, Response changed) {
        if (accepted) {
            StreamFields.check(name, value);
        }
        return new Admission(changed, accepted, attributes);
    }
}
