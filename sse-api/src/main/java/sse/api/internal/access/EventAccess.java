package sse.api.internal.access;

import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.internal.codec.EncodedEvent;

/**
 * Converts between an {@link Event} and its encoded form without checking or encoding it again.
 *
 * @param toEncoded returns the encoded form of an event
 * @param fromEncoded returns an event that has an encoded form
 */
public record EventAccess(Function<Event, EncodedEvent> toEncoded, Function<EncodedEvent, Event> fromEncoded) {

    // Written by the initializer of Event, read after it.
    private static @Nullable EventAccess instance;

    /** Sets the conversions. For the initializer of {@link Event}. */
    public static void set(Function<Event, EncodedEvent> toEncoded, Function<EncodedEvent, Event> fromEncoded) {
        instance = new EventAccess(toEncoded, fromEncoded);
    }

    /** Returns the conversions. To be kept in a static final field, so that calls are inlined. */
    public static EventAccess get() {
        try {
            MethodHandles.lookup().ensureInitialized(Event.class);
        } catch (IllegalAccessException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        return Objects.requireNonNull(instance, "instance");
    }

    /** Returns the encoded form of an event. */
    public EncodedEvent encoded(Event event) {
        return toEncoded.apply(event);
    }

    /** Returns the event that has an encoded form. */
    public Event event(EncodedEvent encoded) {
        return fromEncoded.apply(encoded);
    }
}
