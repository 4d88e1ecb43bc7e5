package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Is one message of an event stream: what a client's {@code EventSource} receives, and how it is told about it.
 *
 * <p>An event is what arrives: its texts are brought into the form a client sees when the event is built, and two
 * events that look the same on the wire are equal. In {@code data} and {@code comment} each CR, LF and CRLF is one line
 * break, and {@link #data} and {@link #comment} return it as LF; in every text an unpaired surrogate, which UTF-8
 * cannot carry, becomes U+FFFD. Nothing else is changed: empty data, empty lines and trailing line breaks survive.
 *
 * <p>It is also encoded when it is built, text by text, so that to send one event to many clients costs a copy each.
 * The price is memory: besides the strings an event holds their bytes.
 *
 * <p>What could break the framing is refused when the event is built, with an {@link IllegalArgumentException} that
 * names the rule and the value:
 *
 * <ul>
 *   <li>CR, LF or NUL in {@code id}: a line break would end it, and a client ignores an id with NUL;
 *   <li>leading or trailing white space in {@code id} (U+0020 and below): it does not survive the {@code Last-Event-ID}
 *       header;
 *   <li>an {@code id} of more than {@link #MAX_ID_BYTES} bytes;
 *   <li>CR or LF in {@code type};
 *   <li>a {@code retry} that is negative, or above {@link #MAX_RETRY};
 *   <li>an event with nothing in it.
 * </ul>
 *
 * <p>Only an event with {@code data} is dispatched to a page. Without it an {@code id} still becomes the client's last
 * event ID, a {@code retry} its reconnection time, a {@code comment} is seen by no one, and a {@code type} does
 * nothing.
 *
 * <p>Immutable, and so safe for any thread. No method takes or returns null; a null argument is answered with a
 * {@link NullPointerException} that names the parameter.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG
 *     HTML, section 9.2.6</a>
 */
public final class Event {

    /**
     * The longest reconnection time an event may ask for: 2<sup>31</sup>-1 milliseconds, about 24.8 days. Clients that
     * keep the time in a 32-bit timer treat a longer one as none, and reconnect at once.
     */
    public static final Duration MAX_RETRY = Duration.ofMillis(Integer.MAX_VALUE);

    /**
     * The longest id an event may have, in bytes of UTF-8. A server refuses a longer {@code Last-Event-ID} with 400,
     * after which a browser does not come back.
     */
    public static final int MAX_ID_BYTES = 1024;

    // What an array can hold on every JVM.
    static final int MAX_ENCODED_LENGTH = Integer.MAX_VALUE - 8;

    // Read by the encoder; null is a field the event has not.
    final @Nullable EventText id;
    final @Nullable EventText type;
    final @Nullable EventText data;
    final @Nullable EventText comment;
    final @Nullable EventText retry;
    final int encodedLength;

    private Event(Builder from) {
        this.id = from.id;
        this.type = from.type;
        this.data = from.data;
        this.comment = from.comment;
        this.retry = from.retry;
        if (id == null && type == null && data == null && retry == null && comment == null) {
            throw new IllegalArgumentException("event must have at least one field: nothing is set");
        }
        long length = EventEncoder.measure(this);
        if (length > MAX_ENCODED_LENGTH) {
            throw new IllegalArgumentException("event must be at most " + MAX_ENCODED_LENGTH + " bytes: " + length);
        }
        this.encodedLength = (int) length;
    }

    /**
     * Makes an event of the default type, {@code message}.
     *
     * @param data the text, of any number of lines, may be empty
     * @return the event
     */
    public static Event of(String data) {
        return builder().data(data).build();
    }

    /**
     * Makes an event of a given type.
     *
     * @param type what the page gives to {@code addEventListener}; see {@link Builder#type}
     * @param data the text, of any number of lines, may be empty
     * @return the event
     * @throws IllegalArgumentException if the type contains CR or LF
     */
    public static Event of(String type, String data) {
        return builder().type(type).data(data).build();
    }

    /**
     * Makes an event that is only a comment, which keeps a connection busy and which no page sees.
     *
     * @param text the text, of any number of lines, may be empty
     * @return the event
     */
    public static Event comment(String text) {
        Objects.requireNonNull(text, "text");
        return builder().comment(text).build();
    }

    /**
     * Makes an event that only sets the time a client waits before it reconnects.
     *
     * @param retry the time; see {@link Builder#retry}
     * @return the event
     * @throws IllegalArgumentException if the time is negative or above {@link #MAX_RETRY}
     */
    public static Event retry(Duration retry) {
        return builder().retry(retry).build();
    }

    /**
     * Makes an empty builder.
     *
     * @return a builder with no field set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a builder that starts with the fields of this event.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        var builder = new Builder();
        builder.id = id;
        builder.type = type;
        builder.data = data;
        builder.comment = comment;
        builder.retry = retry;
        return builder;
    }

    /**
     * Returns what becomes the client's last event ID.
     *
     * @return the id, empty text if the event resets the last event ID, nothing if it leaves it alone
     */
    public Optional<String> id() {
        return text(id);
    }

    /**
     * Returns the type the page listens for.
     *
     * @return the type, never empty text, nothing if the client sees the default, {@code message}
     */
    public Optional<String> type() {
        return text(type);
    }

    /**
     * Returns the text as a client receives it, with LF for every line break.
     *
     * @return the data, nothing if the event is not dispatched to the page
     */
    public Optional<String> data() {
        return text(data);
    }

    /**
     * Returns the reconnection time.
     *
     * @return the time in whole milliseconds, nothing if the event leaves the client's alone
     */
    public Optional<Duration> retry() {
        return text(retry).map(millis -> Duration.ofMillis(Integer.parseInt(millis)));
    }

    /**
     * Returns the comment, with LF for every line break.
     *
     * @return the comment, nothing if there is none
     */
    public Optional<String> comment() {
        return text(comment);
    }

    /**
     * Makes the same event with another id.
     *
     * @param id the id; see {@link Builder#id}
     * @return the new event
     * @throws IllegalArgumentException if the id contains CR, LF or NUL, or begins or ends with white space
     */
    public Event withId(String id) {
        return toBuilder().id(id).build();
    }

    /**
     * Makes the same event without an id, so that it leaves the client's last event ID alone.
     *
     * @return the new event
     * @throws IllegalArgumentException if the event has nothing but an id
     */
    public Event withoutId() {
        var builder = toBuilder();
        builder.id = null;
        return builder.build();
    }

    /**
     * Makes the same event with another type, or, if the type is empty, with none.
     *
     * @param type the type; see {@link Builder#type}
     * @return the new event
     * @throws IllegalArgumentException if the type contains CR or LF
     */
    public Event withType(String type) {
        return toBuilder().type(type).build();
    }

    /**
     * Makes the same event with other data.
     *
     * @param data the data; see {@link Builder#data}
     * @return the new event
     */
    public Event withData(String data) {
        return toBuilder().data(data).build();
    }

    /**
     * Makes the same event with another reconnection time.
     *
     * @param retry the time; see {@link Builder#retry}
     * @return the new event
     * @throws IllegalArgumentException if the time is negative or above {@link #MAX_RETRY}
     */
    public Event withRetry(Duration retry) {
        return toBuilder().retry(retry).build();
    }

    /**
     * Makes the same event with another comment.
     *
     * @param comment the comment; see {@link Builder#comment}
     * @return the new event
     */
    public Event withComment(String comment) {
        return toBuilder().comment(comment).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event that
                && Objects.equals(id, that.id)
                && Objects.equals(type, that.type)
                && Objects.equals(data, that.data)
                && Objects.equals(retry, that.retry)
                && Objects.equals(comment, that.comment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, type, data, retry, comment);
    }

    /**
     * Describes the event for a log or a failed test: the fields it has, quoted and escaped, at most 80 characters of
     * each.
     */
    @Override
    public String toString() {
        var text = new StringBuilder("Event[");
        append(text, "type", type);
        append(text, "id", id);
        if (retry != null) {
            appendName(text, "retry").append(retry.value()).append("ms");
        }
        append(text, "data", data);
        append(text, "comment", comment);
        return text.append(']').toString();
    }

    private static Optional<String> text(@Nullable EventText text) {
        return text == null ? Optional.empty() : Optional.of(text.value());
    }

    private static void append(StringBuilder text, String name, @Nullable EventText value) {
        if (value != null) {
            appendName(text, name).append(Quoted.of(value.value()));
        }
    }

    private static StringBuilder appendName(StringBuilder text, String name) {
        return text.append(text.charAt(text.length() - 1) == '[' ? "" : ", ")
                .append(name)
                .append('=');
    }

    /**
     * Collects the fields of an {@link Event}; each is checked when it is set. For use by one thread at a time; it may
     * be used again after {@link #build}.
     */
    public static final class Builder {

        // Set here, and by FrameReader, which has no text to check.
        @Nullable
        EventText id;

        @Nullable
        EventText type;

        @Nullable
        EventText data;

        @Nullable
        EventText comment;

        @Nullable
        EventText retry;

        private Builder() {}

        /**
         * Sets what becomes the client's last event ID, to be sent back when it reconnects. Empty text resets it, so
         * that the client reconnects without one.
         *
         * @param id the id
         * @return this builder
         * @throws IllegalArgumentException if the id contains CR, LF or NUL, or begins or ends with white space
         */
        public Builder id(String id) {
            this.id = EventText.id(id);
            return this;
        }

        /**
         * Sets the type the page listens for. Empty text is the same as no type: the client sees {@code message}. NUL
         * is let through, because a client lets it through too.
         *
         * @param type the type
         * @return this builder
         * @throws IllegalArgumentException if the type contains CR or LF
         */
        public Builder type(String type) {
            EventText checked = EventText.type(type);
            this.type = type.isEmpty() ? null : checked;
            return this;
        }

        /**
         * Sets the text. CR, LF and CRLF are each one line break; empty text is an event too.
         *
         * @param data the text
         * @return this builder
         */
        public Builder data(String data) {
            this.data = EventText.data(data);
            return this;
        }

        /**
         * Sets the time a client waits before it reconnects. It travels in milliseconds; a fraction of one is rounded
         * up, so that only zero is zero. Zero makes a browser reconnect without any pause.
         *
         * @param retry the time, from zero to {@link #MAX_RETRY}
         * @return this builder
         * @throws IllegalArgumentException if the time is negative or above {@link #MAX_RETRY}
         */
        public Builder retry(Duration retry) {
            this.retry = EventText.retry(retry);
            return this;
        }

        /**
         * Sets a text for whoever reads the wire, which no page sees. CR, LF and CRLF are each one line break.
         *
         * @param comment the text
         * @return this builder
         */
        public Builder comment(String comment) {
            this.comment = EventText.comment(comment);
            return this;
        }

        /**
         * Makes the event.
         *
         * @return an event with the fields set so far
         * @throws IllegalArgumentException if no field is set, or if the encoded event would be larger than an array
         *     can be
         */
        public Event build() {
            return new Event(this);
        }
    }
}
