package sse.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.internal.access.EventAccess;
import sse.api.internal.codec.EncodedEvent;
import sse.api.internal.codec.EncodedText;

/**
 * A message of an event stream as a server sends it.
 *
 * <p>An event holds what a client receives, and two events are equal if they have the same bytes on the wire. In
 * {@code data} and {@code comment} each CR, LF and CRLF is one line break, returned as LF. In every text an unpaired
 * surrogate, which UTF-8 cannot represent, becomes U+FFFD. Nothing else changes: empty data, empty lines and trailing
 * line breaks are preserved. An event is encoded when it is built, so that sending it to many clients copies bytes;
 * besides its strings it holds their bytes.
 *
 * <p>A setter of the {@linkplain Builder builder} rejects a value that would break the framing, or that a client could
 * not return, with an {@link IllegalArgumentException} that gives the rule and the value.
 *
 * <p>A client dispatches only an event that has {@code data}. Without data, an {@code id} still becomes the client's
 * last event ID and a {@code retry} its reconnection time; a {@code comment} and a {@code type} have no effect.
 *
 * <p>Immutable and safe for use by any thread. No method takes or returns null; a null argument causes a
 * {@link NullPointerException} that names the parameter.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG
 *     HTML, section 9.2.6</a>
 */
public final class Event {
    /**
     * The longest reconnection time of an event: 2<sup>31</sup>-1 milliseconds, about 24.8 days. Clients that use a
     * 32-bit timer would treat a longer time as zero and reconnect at once.
     */
    public static final Duration MAX_RETRY = EncodedText.MAX_RETRY;

    /**
     * The longest id of an event, in bytes of UTF-8. A server rejects a longer {@code Last-Event-ID} with 400, and a
     * browser does not reconnect after that.
     */
    public static final int MAX_ID_BYTES = EncodedText.MAX_ID_BYTES;

    static {
        EventAccess.set(event -> event.encoded, Event::new);
    }

    private final EncodedEvent encoded;

    private Event(EncodedEvent encoded) {
        this.encoded = encoded;
    }

    /**
     * Creates an event of the default type, {@code message}.
     *
     * @param data the data, of any number of lines, may be empty
     * @return the event
     */
    public static Event of(String data) {
        return builder().data(data).build();
    }

    /**
     * Creates an event of a given type.
     *
     * @param type the type, see {@link Builder#type}
     * @param data the data, of any number of lines, may be empty
     * @return the event
     * @throws IllegalArgumentException if the type contains CR or LF
     */
    public static Event of(String type, String data) {
        return builder().type(type).data(data).build();
    }

    /**
     * Creates an event that consists of a comment. It keeps a connection busy and is not dispatched. No blank line
     * follows it on the wire.
     *
     * @param text the comment, of any number of lines, may be empty
     * @return the event
     */
    public static Event comment(String text) {
        return builder().comment(Objects.requireNonNull(text, "text")).build();
    }

    /**
     * Creates an event that only sets the client's reconnection time. No blank line follows it on the wire.
     *
     * @param retry the time, see {@link Builder#retry}
     * @return the event
     * @throws IllegalArgumentException if the time is negative or above {@link #MAX_RETRY}
     */
    public static Event retry(Duration retry) {
        return builder().retry(retry).build();
    }

    /** {@return a new builder with no field set} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a new builder that has the fields of this event} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.comment = encoded.comment();
        builder.type = encoded.type();
        builder.id = encoded.id();
        builder.retry = encoded.retry();
        builder.data = encoded.data();
        return builder;
    }

    /** {@return the id; an empty one resets the client's last event ID, an absent one leaves it unchanged} */
    public Optional<String> id() {
        return text(encoded.id());
    }

    /** {@return the type, never an empty text; absent if it is the default, {@code message}} */
    public Optional<String> type() {
        return text(encoded.type());
    }

    /** {@return the data with LF for each line break; absent if the event is not dispatched} */
    public Optional<String> data() {
        return text(encoded.data());
    }

    /** {@return the reconnection time in whole milliseconds; absent if the client's remains unchanged} */
    public Optional<Duration> retry() {
        return text(encoded.retry()).map(millis -> Duration.ofMillis(Integer.parseInt(millis)));
    }

    /** {@return the comment with LF for each line break; absent if there is none} */
    public Optional<String> comment() {
        return text(encoded.comment());
    }

    private static Optional<String> text(@Nullable EncodedText text) {
        return text == null ? Optional.empty() : Optional.of(text.value());
    }

    /** {@return the number of bytes that {@link #writeTo} writes, including the blank line, if there is one} */
    public int encodedLength() {
        return encoded.length();
    }

    /**
     * Writes this event as {@code text/event-stream} at the target's position and advances the position. Does not block
     * and does not allocate.
     *
     * @param target the buffer to write to, on the heap or direct
     * @throws java.nio.BufferOverflowException if the event does not fit; nothing has been written then
     * @throws java.nio.ReadOnlyBufferException if the target is read-only
     */
    public void writeTo(ByteBuffer target) {
        encoded.writeTo(Objects.requireNonNull(target, "target"));
    }

    /**
     * Returns this event with another id.
     *
     * @param id the id, see {@link Builder#id}
     * @return the new event
     * @throws IllegalArgumentException if {@link Builder#id} rejects the id
     */
    public Event withId(String id) {
        return toBuilder().id(id).build();
    }

    /**
     * Returns this event without an id, so that it leaves the client's last event ID unchanged.
     *
     * @return the new event
     * @throws IllegalArgumentException if the event has no other field
     */
    public Event withoutId() {
        Builder builder = toBuilder();
        builder.id = null;
        return builder.build();
    }

    /**
     * Returns this event with other data.
     *
     * @param data the data, see {@link Builder#data}
     * @return the new event
     */
    public Event withData(String data) {
        return toBuilder().data(data).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    /** Returns the fields of this event for a log or a failed test: quoted, escaped, at most 80 characters of each. */
    @Override
    public String toString() {
        return "Event[" + encoded + "]";
    }

    /**
     * Builds an {@link Event}. Each setter checks its value. For use by one thread at a time; may be used again after
     * {@link #build}.
     */
    public static final class Builder {

        private @Nullable EncodedText comment;
        private @Nullable EncodedText type;
        private @Nullable EncodedText id;
        private @Nullable EncodedText retry;
        private @Nullable EncodedText data;

        private Builder() {}

        /**
         * Sets the id, which becomes the client's last event ID and is sent when it reconnects. An empty id resets the
         * last event ID.
         *
         * @param id the id
         * @return this builder
         * @throws IllegalArgumentException if the id contains CR, LF or NUL (a client ignores an id with NUL), begins
         *     or ends with a character up to U+0020 (which does not survive the {@code Last-Event-ID} header), or is
         *     longer than {@link #MAX_ID_BYTES}
         */
        public Builder id(String id) {
            this.id = EncodedText.id(id);
            return this;
        }

        /**
         * Sets the type that event listeners are registered for. An empty type means none: the client uses
         * {@code message}. NUL is allowed, as clients accept it.
         *
         * @param type the type
         * @return this builder
         * @throws IllegalArgumentException if the type contains CR or LF
         */
        public Builder type(String type) {
            EncodedText checked = EncodedText.type(type);
            this.type = type.isEmpty() ? null : checked;
            return this;
        }

        /**
         * Sets the data. CR, LF and CRLF are each one line break; an event with empty data is dispatched.
         *
         * @param data the data
         * @return this builder
         */
        public Builder data(String data) {
            this.data = EncodedText.data(data);
            return this;
        }

        /**
         * Sets the time that a client waits before it reconnects, rounded up to whole milliseconds. Zero makes a
         * browser reconnect without delay.
         *
         * @param retry the time, from zero to {@link #MAX_RETRY}
         * @return this builder
         * @throws IllegalArgumentException if the time is negative or above {@link #MAX_RETRY}
         */
        public Builder retry(Duration retry) {
            this.retry = EncodedText.retry(retry);
            return this;
        }

        /**
         * Sets the comment, which is visible on the wire and ignored by clients. CR, LF and CRLF are each one line
         * break.
         *
         * @param comment the comment
         * @return this builder
         */
        public Builder comment(String comment) {
            this.comment = EncodedText.comment(comment);
            return this;
        }

        /**
         * Builds the event.
         *
         * @return an event with the fields set so far
         * @throws IllegalArgumentException if no field is set, or if the encoded event exceeds the largest array
         */
        public Event build() {
            return new Event(new EncodedEvent(comment, type, id, retry, data));
        }
    }
}
