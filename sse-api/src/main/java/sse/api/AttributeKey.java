package sse.api;

import java.util.Objects;

/**
 * Names an attribute of a stream and its type. Immutable. Two keys with the same name and type are the same key.
 *
 * @param <T> the type of the attribute's value
 * @param name the name, for people
 * @param type the class of the attribute's value
 */
public record AttributeKey<T>(String name, Class<T> type) {
    /**
     * Checks every part.
     *
     * @param name the name
     * @param type the class of the value
     */
    public AttributeKey {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /**
     * Makes a key.
     *
     * @param <T> the type of the attribute's value
     * @param name the name, for people
     * @param type the class of the attribute's value
     * @return the key
     */
    public static <T> AttributeKey<T> of(String name, Class<T> type) {
        return new AttributeKey<>(name, type);
    }
}
