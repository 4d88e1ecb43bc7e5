package sse.testkit;

import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import sse.api.CloseReason;
import sse.api.EventStream;

/** Assertions about a server's end of a stream. They do not wait. For use by one thread. */
public final class EventStreamAssert extends AbstractAssert<EventStreamAssert, EventStream> {
    EventStreamAssert(EventStream actual) {
        super(actual, EventStreamAssert.class);
    }

    /**
     * Verifies that the stream is open.
     *
     * @return this assertion
     */
    public EventStreamAssert isOpen() {
        isNotNull();
        if (!actual.isOpen()) {
            throw failure("stream must be open: closed, %s", reason());
        }
        return this;
    }

    /**
     * Verifies that the stream is closed, for any reason.
     *
     * @return this assertion
     */
    public EventStreamAssert isClosed() {
        isNotNull();
        if (actual.isOpen()) {
            throw failure("stream must be closed: open, with %s bytes waiting", actual.pendingBytes());
        }
        return this;
    }

    /**
     * Verifies that the stream is closed, and the reason.
     *
     * @param reason the expected reason
     * @return this assertion
     */
    public EventStreamAssert isClosedWith(CloseReason reason) {
        isClosed();
        if (!actual.closeReason().equals(Optional.of(reason))) {
            throw failure("stream must be closed with %s: %s", reason, reason());
        }
        return this;
    }

    /**
     * Verifies the number of events that the overflow policy has dropped.
     *
     * @param count the expected number
     * @return this assertion
     */
    public EventStreamAssert hasDropped(long count) {
        isNotNull();
        if (actual.droppedEvents() != count) {
            throw failure("stream must have dropped %s events: %s", count, actual.droppedEvents());
        }
        return this;
    }

    private String reason() {
        return actual.closeReason().map(CloseReason::toString).orElse("no reason yet");
    }
}
