package sse.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import sse.api.internal.http.StreamFields;

/**
 * An answer by a stream, with its status and its header fields. Immutable and thread-safe.
 *
 * @see Reply#stream(StreamOptions, StreamHandler)
 */
public final class StreamReply implements Reply {
    private final StreamOptions options;
    private final StreamHandler handler;
    private final int status;
    private final Headers headers;
    private final Map<AttributeKey<?>, Object> attributes;

    StreamReply(
            StreamOptions options,
            StreamHandler handler,
            int status,
            Headers headers,
            Map<AttributeKey<?>, Object> attributes) {
        this.attributes = attributes;
        this.options = options;
        this.handler = handler;
        this.status = status;
        this.headers = headers;
    }

    /**
     * Returns this reply with another status. Default: 200, which is the only one that an {@code EventSource} accepts.
     *
     * @param status the status, 200 to 299 but for 204 and 205, which have no content
     * @return the new reply
     * @throws IllegalArgumentException if the status is out of range, or one without content
     */
    public StreamReply withStatus(int status) {
        if (status < 200 || status > 299 || status == 204 || status == 205) {
            throw new IllegalArgumentException(
                    "status of a stream must be from 200 to 299, and one with content: " + status);
        }
        return new StreamReply(options, handler, status, headers, attributes);
    }

    /**
     * Returns this reply with a header field of the response, in place of all fields of that name, those of
     * {@link StreamOptions#headers()} included.
     *
     * @param name the field's name
     * @param value the field's value
     * @return the new reply
     * @throws IllegalArgumentException as {@link Headers.Builder#add} and {@link StreamOptions.Builder#headers} throw
     *     it
     */
    public StreamReply withHeader(String name, String value) {
        StreamFields.check(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new StreamReply(
                options, handler, status, headers.toBuilder().set(name, value).build(), attributes);
    }

    /**
     * Returns this reply with one more header field of the response, after those of the same name that were added here.
     * For fields that may be repeated, such as {@code Set-Cookie}.
     *
     * @param name the field's name
     * @param value the field's value
     * @return the new reply
     * @throws IllegalArgumentException as {@link #withHeader} throws it
     */
    public StreamReply withAddedHeader(String name, String value) {
        StreamFields.check(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new StreamReply(
                options, handler, status, headers.toBuilder().add(name, value).build(), attributes);
    }

    /**
     * Returns this reply with an attribute of the stream, in place of an earlier value. The stream has it before the
     * handler or any other user code receives it, such as a {@link Revalidation}.
     *
     * @param <T> the type of the value
     * @param key the attribute's key
     * @param value the value
     * @return the new reply
     * @throws ClassCastException if the value is not of the key's type
     */
    public <T> StreamReply withAttribute(AttributeKey<T> key, T value) {
        Objects.requireNonNull(key, "key");
        Map<AttributeKey<?>, Object> more = new HashMap<>(attributes);
        more.put(key, key.type().cast(Objects.requireNonNull(value, "value")));
        return new StreamReply(options, handler, status, headers, Map.copyOf(more));
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
     * Returns the options of the stream.
     *
     * @return the options
     */
    public StreamOptions options() {
        return options;
    }

    /**
     * Returns what receives the stream.
     *
     * @return the handler
     */
    public StreamHandler handler() {
        return handler;
    }

    /**
     * Returns the status.
     *
     * @return 200 to 299
     */
    public int status() {
        return status;
    }

    /**
     * Returns the header fields of this reply, without those of the options.
     *
     * @return the fields
     */
    public Headers headers() {
        return headers;
    }

    /** Returns the status. */
    @Override
    public String toString() {
        return "StreamReply[" + status + "]";
    }
}
