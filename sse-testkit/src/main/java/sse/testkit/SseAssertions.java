package sse.testkit;

import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;

/**
 * Begins assertions about events and streams, to be imported statically beside AssertJ's own. Needs AssertJ; the rest
 * of the package does not.
 */
public final class SseAssertions {
    private SseAssertions() {}

    /**
     * Begins assertions about a client's end of a stream.
     *
     * @param actual the stream; assertions that need an event read it
     * @return the assertions
     */
    public static TestStreamAssert assertThat(TestStream actual) {
        return new TestStreamAssert(actual);
    }

    /**
     * Begins assertions about an event that a client received.
     *
     * @param actual the event
     * @return the assertions
     */
    public static MessageEventAssert assertThat(MessageEvent actual) {
        return new MessageEventAssert(actual);
    }

    /**
     * Begins assertions about an event that a server sends.
     *
     * @param actual the event
     * @return the assertions
     */
    public static EventAssert assertThat(Event actual) {
        return new EventAssert(actual);
    }

    /**
     * Begins assertions about a server's end of a stream.
     *
     * @param actual the stream
     * @return the assertions
     */
    public static EventStreamAssert assertThat(EventStream actual) {
        return new EventStreamAssert(actual);
    }
}
