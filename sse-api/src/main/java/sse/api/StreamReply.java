package sse.api;

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

    StreamReply(StreamOptions options, StreamHandler handler, int status, Headers headers) {
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
        return new StreamReply(options, handler, status, headers);
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
                options, handler, status, headers.toBuilder().set(name, value).build());
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
                options, handler, status, headers.toBuilder().add(name, value).build());
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
