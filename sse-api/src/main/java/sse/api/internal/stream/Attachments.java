package sse.api.internal.stream;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sse.api.AttributeKey;

/**
 * What is attached to a stream: attributes, what runs when it has closed, and its schedule. Created on first use,
 * because most streams have none of them while they are open, and each field counts where there are many streams.
 * Thread-safe.
 */
final class Attachments {
    // Immutable after construction.
    private final CloseActions closeActions = new CloseActions();

    // Confined to the lane. Null unless the options of the stream ask for it.
    private @Nullable StreamSchedule schedule;

    // Set by any thread, once, under this object's lock.
    private volatile @Nullable Map<AttributeKey<?>, Object> attributes;

    CloseActions closeActions() {
        return closeActions;
    }

    @Nullable
    StreamSchedule schedule() {
        return schedule;
    }

    void setSchedule(StreamSchedule given) {
        schedule = given;
    }

    <T> Optional<T> attribute(AttributeKey<T> key) {
        Map<AttributeKey<?>, Object> map = attributes;
        return map == null
                ? Optional.empty()
                : Optional.ofNullable(map.get(key)).map(key.type()::cast);
    }

    /** Sets an attribute to a value that is of the key's type. */
    void setAttribute(AttributeKey<?> key, Object value) {
        Map<AttributeKey<?>, Object> map = attributes;
        if (map == null) {
            synchronized (this) {
                map = attributes == null ? new ConcurrentHashMap<>(4) : attributes;
                attributes = map;
            }
        }
        map.put(key, value);
    }
}
