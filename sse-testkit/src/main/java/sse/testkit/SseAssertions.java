package sse.testkit;

import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;

/**
 * Entry points of assertions about events and streams, for a static import beside those of AssertJ. Requires AssertJ,
 * which the rest of the package does not.
 */
public final class SseAssertions {
    private SseAssertions() {}

    /**
     * Starts assertions about a client's end of a stream.
     *
     * @param actual the stream; assertions that need an event read it
     * @return the assertions
     */
    public static TestStreamAssert assertThat(TestStream actual) {
        return new TestStreamAssert(actual);
    }

    /**
     * Starts assertions about an event that a client received.
     *
     * @param actual the event
     * @return the assertions
     */
    public static MessageEventAssert assertThat(MessageEvent actual) {
        return new MessageEventAssert(actual);
    }

    /**
     * Starts assertions about an event that a server sends.
     *
     * @param actual the event
     * @return the assertions
     */
    public static EventAssert assertThat(Event actual) {
        return new EventAssert(actual);
    }

    /**
     * Starts assertions about a server's end of a stream.
     *
     * @param actual the stream
     * @return the assertions
     */
    public static EventStreamAssert assertThat(EventStream actual) {
        return new EventStreamAssert(actual);
    }
}
