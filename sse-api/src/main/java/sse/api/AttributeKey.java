package sse.api;

import java.util.Objects;

/**
 * Names an attribute of a stream and its type. Immutable. Two keys with the same name and type are the same key.
 *
 * @param <T> the type of the attribute's value
 * @param name the name, for people
 * @param type the class of the attribute's value; for a primitive value that of its box, such as {@code Integer.class}
 */
public record AttributeKey<T>(String name, Class<T> type) {
    /**
     * Checks every part.
     *
     * @param name the name
     * @param type the class of the value
     * @throws IllegalArgumentException if the type is primitive, because no attribute is of such a type
     */
    public AttributeKey {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        if (type.isPrimitive()) {
            throw new IllegalArgumentException("type must not be primitive: " + type);
        }
    }

    /**
     * Makes a key.
     *
     * @param <T> the type of the attribute's value
     * @param name the name, for people
     * @param type the class of the attribute's value
     * @return the key
     * @throws IllegalArgumentException if the type is primitive
     */
    public static <T> AttributeKey<T> of(String name, Class<T> type) {
        return new AttributeKey<>(name, type);
    }
}
