package sse.testkit;

import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import sse.api.Event;

/** Assertions about an event that a server sends. For use by one thread. */
public final class EventAssert extends AbstractAssert<EventAssert, Event> {
    EventAssert(Event actual) {
        super(actual, EventAssert.class);
    }

    /**
     * Verifies the type.
     *
     * @param type the expected type
     * @return this assertion
     */
    public EventAssert hasType(String type) {
        isNotNull();
        return has("type", Optional.of(type), actual.type());
    }

    /**
     * Verifies that the event has the default type, {@code message}.
     *
     * @return this assertion
     */
    public EventAssert hasNoType() {
        isNotNull();
        return has("type", Optional.empty(), actual.type());
    }

    /**
     * Verifies the data.
     *
     * @param data the expected data, lines separated by LF
     * @return this assertion
     */
    public EventAssert hasData(String data) {
        isNotNull();
        return has("data", Optional.of(data), actual.data());
    }

    /**
     * Verifies the id.
     *
     * @param id the expected id
     * @return this assertion
     */
    public EventAssert hasId(String id) {
        isNotNull();
        return has("id", Optional.of(id), actual.id());
    }

    /**
     * Verifies that the event has no id, so that the client's last event id remains unchanged.
     *
     * @return this assertion
     */
    public EventAssert hasNoId() {
        isNotNull();
        return has("id", Optional.empty(), actual.id());
    }

    /**
     * Verifies the reconnection time.
     *
     * @param time the expected time
     * @return this assertion
     */
    public EventAssert hasRetry(Duration time) {
        isNotNull();
        return has("retry", Optional.of(time), actual.retry());
    }

    /**
     * Verifies the comment.
     *
     * @param comment the expected comment, lines separated by LF
     * @return this assertion
     */
    public EventAssert hasComment(String comment) {
        isNotNull();
        return has("comment", Optional.of(comment), actual.comment());
    }

    private EventAssert has(String what, Optional<?> expected, Optional<?> value) {
        if (!value.equals(expected)) {
            throw failureWithActualExpected(
                    value,
                    expected,
                    "%s must be %s: %s",
                    what,
                    expected.map(Object::toString).orElse("absent"),
                    actual);
        }
        return this;
    }
}
