package sse.testkit;

import org.assertj.core.api.AbstractAssert;
import sse.api.MessageEvent;
import sse.api.spi.http.Quote;

/** Assertions about an event that a client received. For use by one thread. */
public final class MessageEventAssert extends AbstractAssert<MessageEventAssert, MessageEvent> {
    MessageEventAssert(MessageEvent actual) {
        super(actual, MessageEventAssert.class);
    }

    /**
     * Verifies the type.
     *
     * @param type the expected type; {@code message} if the server sends none
     * @return this assertion
     */
    public MessageEventAssert hasType(String type) {
        isNotNull();
        return has("type", type, actual.type());
    }

    /**
     * Verifies the data.
     *
     * @param data the expected data, lines separated by LF
     * @return this assertion
     */
    public MessageEventAssert hasData(String data) {
        isNotNull();
        return has("data", data, actual.data());
    }

    /**
     * Verifies the last event id after this event: its own id, or the previous one if it has none.
     *
     * @param id the expected id; empty for none
     * @return this assertion
     */
    public MessageEventAssert hasId(String id) {
        isNotNull();
        return has("id", id, actual.lastEventId());
    }

    private MessageEventAssert has(String what, String expected, String value) {
        if (!value.equals(expected)) {
            throw failureWithActualExpected(value, expected, "%s must be %s: %s", what, Quote.of(expected), actual);
        }
        return this;
    }
}
