package sse.api;

import java.util.Objects;

/**
 * The name and type of an attribute of a stream. Two keys with the same name and type are equal.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException} that names the
 * parameter.
 *
 * @param <T> the type of the attribute's value
 * @param name the name
 * @param type the class of the attribute's value, never a primitive type
 */
public record AttributeKey<T>(String name, Class<T> type) {
    /**
     * Creates a key.
     *
     * @param name the name
     * @param type the class of the value
     * @throws IllegalArgumentException if the type is primitive; {@code Integer.class} is the type for an {@code int}
     */
    public AttributeKey {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        if (type.isPrimitive()) {
            throw new IllegalArgumentException("type must not be primitive: " + type);
        }
    }

    /**
     * Creates a key.
     *
     * @param <T> the type of the attribute's value
     * @param name the name
     * @param type the class of the attribute's value
     * @return the key
     * @throws IllegalArgumentException if the type is primitive
     */
    public static <T> AttributeKey<T> of(String name, Class<T> type) {
        return new AttributeKey<>(name, type);
    }
}
