package sse.conformance.internal.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of JSON with typed access to its members. A member of another type than the one asked for causes an
 * {@link IllegalArgumentException} that names it.
 *
 * @param members the members in their order
 */
public record JsonObject(Map<String, Object> members) {
    /** Takes a value that must be an object. */
    public static JsonObject of(Object value) {
        if (!(value instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("value must be an object: " + value);
        }
        @SuppressWarnings("unchecked") // The reader makes maps of strings only.
        Map<String, Object> members = (Map<String, Object>) value;
        return new JsonObject(members);
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** Returns a string. */
    public String text(String name) {
        return member(name, String.class);
    }

    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** Returns an integer. */
    public long number(String name) {
        return member(name, BigDecimal.class).longValueExact();
    }

    public JsonObject object(String name) {
        return of(member(name, Object.class));
    }

    /** Returns the elements of an array. */
    public List<Object> array(String name) {
        List<?> elements = member(name, List.class);
        return new ArrayList<>(elements);
    }

    /** Returns the elements of an array of objects. */
    public List<JsonObject> objects(String name) {
        return array(name).stream().map(JsonObject::of).toList();
    }

    private <T> T member(String name, Class<T> type) {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("member " + name + " must be a " + type.getSimpleName() + ": " + value);
        }
        return type.cast(value);
    }
}
