package sse.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import sse.conformance.internal.json.JsonObject;

/**
 * An event and its bytes, by an encoder that writes comment, type, id, reconnection time and data in this order, one
 * line for each line of a text, LF at its end and a space after its colon; or an event that must be refused, because it
 * would be read as another one. {@link Cases#encoder()} returns all. Immutable.
 */
public final class EncoderCase {
    /** A text of an event. */
    public enum Field {
        /** The {@code event} field. */
        TYPE,
        /** The {@code id} field. */
        ID,
        /** The {@code data} field. */
        DATA,
        /** The comment. */
        COMMENT
    }

    private final String name;
    private final String source;
    private final JsonObject event;
    private final Optional<byte[]> stream;
    private final Optional<String> refused;

    EncoderCase(JsonObject json) {
        this.name = json.text("name");
        this.source = json.text("source");
        this.event = json.object("event");
        this.stream = json.optionalText("stream").map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
        this.refused = json.optionalText("refused");
    }

    /**
     * Returns the name, which no other case of an encoder has and no version changes.
     *
     * @return the name, a phrase in English
     */
    public String name() {
        return name;
    }

    /**
     * Returns where the rule is.
     *
     * @return a standard and its section, such as {@code HTML 9.2.6}
     */
    public String source() {
        return source;
    }

    /**
     * Returns a text of the event. It may have half a character.
     *
     * @param field which text
     * @return the text; empty if the event has none
     */
    public Optional<String> text(Field field) {
        return event.optionalText(
                switch (Objects.requireNonNull(field, "field")) {
                    case TYPE -> "type";
                    case ID -> "id";
                    case DATA -> "data";
                    case COMMENT -> "comment";
                });
    }

    /**
     * Returns the reconnection time of the event.
     *
     * @return milliseconds; empty if the event has none
     */
    public OptionalLong retryMillis() {
        return event.has("retry") ? OptionalLong.of(event.number("retry")) : OptionalLong.empty();
    }

    /**
     * Returns the field that must be refused.
     *
     * @return {@code id} or {@code type}; empty if the event is encoded
     */
    public Optional<String> refused() {
        return refused;
    }

    /**
     * Returns the bytes of the event.
     *
     * @return a new array
     * @throws IllegalStateException if the event must be refused
     */
    public byte[] stream() {
        return stream.orElseThrow(() -> new IllegalStateException("event must not be refused: " + name))
                .clone();
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}
