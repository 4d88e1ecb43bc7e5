package sse.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about a client's end of a stream. An assertion consumes what it reads from the stream. For use by one
 * thread.
 */
public final class TestStreamAssert extends AbstractAssert<TestStreamAssert, TestStream> {
    TestStreamAssert(TestStream actual) {
        super(actual, TestStreamAssert.class);
    }

    /**
     * Verifies the status of the response.
     *
     * @param status the expected status
     * @return this assertion
     */
    public TestStreamAssert hasStatus(int status) {
        isNotNull();
        if (actual.status() != status) {
            throw failure("status must be %s: %s", status, actual.status());
        }
        return this;
    }

    /**
     * Verifies the first value of a header field of the response.
     *
     * @param name the field's name, in any case
     * @param value the expected value
     * @return this assertion
     */
    public TestStreamAssert hasHeader(String name, String value) {
        isNotNull();
        if (!actual.headers().first(name).equals(Optional.of(value))) {
            throw failure(
                    "header %s must be \"%s\": %s",
                    name, value, actual.headers().all(name));
        }
        return this;
    }

    /**
     * Reads the next event.
     *
     * @return assertions about it
     * @throws AssertionError under the conditions of {@link TestStream#nextEvent()}
     */
    public MessageEventAssert nextEvent() {
        isNotNull();
        return new MessageEventAssert(actual.nextEvent());
    }

    /**
     * Reads the next events and verifies their data.
     *
     * @param data the expected data, in order
     * @return this assertion
     * @throws AssertionError also under the conditions of {@link TestStream#nextEvent()}
     */
    public TestStreamAssert receives(String... data) {
        isNotNull();
        List<String> received = new ArrayList<>();
        for (String expected : data) {
            received.add(actual.nextEvent().data());
            if (!received.get(received.size() - 1).equals(expected)) {
                throw failure("data of the next events must be %s: %s", List.of(data), received);
            }
        }
        return this;
    }

    /**
     * Reads the next comment and verifies it.
     *
     * @param text the expected text
     * @return this assertion
     * @throws AssertionError also under the conditions of {@link TestStream#nextComment()}
     */
    public TestStreamAssert receivesComment(String text) {
        isNotNull();
        String comment = actual.nextComment();
        if (!comment.equals(text)) {
            throw failure("next comment must be \"%s\": \"%s\"", text, comment);
        }
        return this;
    }

    /**
     * Verifies that no event has arrived. Does not wait: over a socket an event may still be in transit.
     *
     * @return this assertion
     */
    public TestStreamAssert hasNoEvent() {
        isNotNull();
        actual.pollEvent().ifPresent(event -> {
            throw failure("no event must be there: %s", event);
        });
        return this;
    }

    /**
     * Waits for the end of the stream and verifies that it is complete.
     *
     * @return this assertion
     * @throws AssertionError also under the conditions of {@link TestStream#awaitEnd()}
     */
    public TestStreamAssert ends() {
        return ends(StreamEnd.COMPLETE);
    }

    /**
     * Waits for the end of the stream and verifies it.
     *
     * @param end the expected end
     * @return this assertion
     * @throws AssertionError also under the conditions of {@link TestStream#awaitEnd()}
     */
    public TestStreamAssert ends(StreamEnd end) {
        isNotNull();
        StreamEnd ended = actual.awaitEnd();
        if (ended != end) {
            throw failure("end of the stream must be %s: %s", end, ended);
        }
        return this;
    }

    /**
     * Verifies the last event id in the bytes read so far.
     *
     * @param id the expected id; empty for none
     * @return this assertion
     */
    public TestStreamAssert hasLastEventId(String id) {
        isNotNull();
        if (!actual.lastEventId().equals(id)) {
            throw failure("last event id must be \"%s\": \"%s\"", id, actual.lastEventId());
        }
        return this;
    }

    /**
     * Verifies the reconnection time in the bytes read so far.
     *
     * @param time the expected time
     * @return this assertion
     */
    public TestStreamAssert hasRetry(Duration time) {
        isNotNull();
        if (!actual.retry().equals(Optional.of(time))) {
            throw failure("reconnection time must be %s: %s", time, actual.retry());
        }
        return this;
    }
}
