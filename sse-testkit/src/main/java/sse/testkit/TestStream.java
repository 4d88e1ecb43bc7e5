package sse.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.testkit.internal.http.ResponseHead;

/**
 * The client's end of one event stream. Reads only inside its methods: a client whose test calls none of them does not
 * read. For use by one thread at a time. Null arguments cause a {@link NullPointerException}.
 *
 * <p>A method that waits does so for the {@linkplain TestClient#withTimeout(Duration) client's timeout}, in real time.
 * In memory, if everything runs in the caller, that is zero: what has not arrived then will never arrive. The message
 * of a failure describes what the client received instead.
 *
 * <p>Events are decoded one at a time, so bytes can be read between two events with {@link #readByte()} and
 * {@link #readText(int)}: they begin after the line that completed the last event taken.
 *
 * <p>As on a page, an event of type {@code resume-point}, the default type of {@linkplain sse.api.ResumePointPolicy
 * resume points}, sets the last event id and is not returned.
 *
 * <p>{@link #close()} fails if an event was not read, unless {@link #ignoreUnread()} was called.
 */
public final class TestStream implements AutoCloseable {
    private final TestConnection connection;
    private final String path;
    private final ResponseHead head;
    private final EventQueue events;
    private final StreamReader reader;
    private boolean ignoreUnread;
    private boolean closed;

    TestStream(TestConnection connection, String path, ResponseHead head, EventQueue events) {
        this.connection = connection;
        this.path = path;
        this.head = head;
        this.events = events;
        this.reader = new StreamReader(connection, path, head, events);
    }

    /**
     * Returns the status of the response.
     *
     * @return the status; 200 if it is a stream
     */
    public int status() {
        return head.status();
    }

    /**
     * Returns the header fields of the response.
     *
     * @return the fields
     */
    public Headers headers() {
        return head.headers();
    }

    /**
     * Waits for the next event. Comments and reconnection times received before it are retained.
     *
     * @return the event
     * @throws AssertionError if no event arrives in time, if the stream ends first, or if the response is not a stream
     */
    public MessageEvent nextEvent() {
        reader.readUntil(() -> !events.events().isEmpty(), connection.timeout());
        MessageEvent event = events.events().poll();
        if (event == null) {
            throw failure("no event from ");
        }
        return event;
    }

    /**
     * Waits for the next events.
     *
     * @param count the number of events
     * @return the events, in order
     * @throws AssertionError under the conditions of {@link #nextEvent()}
     */
    public List<MessageEvent> nextEvents(int count) {
        List<MessageEvent> received = new ArrayList<>(count);
        while (received.size() < count) {
            received.add(nextEvent());
        }
        return received;
    }

    /**
     * Takes the next event if it has arrived. Does not wait.
     *
     * @return the event, or empty if none has arrived
     */
    public Optional<MessageEvent> pollEvent() {
        reader.readUntil(() -> !events.events().isEmpty(), Duration.ZERO);
        return Optional.ofNullable(events.events().poll());
    }

    /**
     * Waits for the next line of a comment. Events received before it are retained.
     *
     * @return the text after the colon, without one leading space
     * @throws AssertionError if no comment arrives in time, if the stream ends first, or if the response is not a
     *     stream
     */
    public String nextComment() {
        reader.readUntil(() -> !events.comments().isEmpty(), connection.timeout());
        String comment = events.comments().poll();
        if (comment == null) {
            throw failure("no comment from ");
        }
        return comment;
    }

    /**
     * Returns the reconnection time that this stream, or one that it {@linkplain #reconnect() continues}, has received.
     * Does not read.
     *
     * @return the latest reconnection time in the bytes read so far, or empty if there is none
     */
    public Optional<Duration> retry() {
        return events.retry();
    }

    /**
     * Returns the last event id in the bytes read so far: what a browser would send if the connection ended now. Does
     * not read.
     *
     * @return the id, or the empty string if there is none
     */
    public String lastEventId() {
        return events.lastEventId();
    }

    /**
     * Waits for one byte as it was sent. An event that it completes counts as read.
     *
     * @return the byte, 0 to 255, or -1 if the stream has ended
     * @throws AssertionError if no byte arrives in time
     */
    public int readByte() {
        boolean received = reader.fill(1, connection.timeout());
        if (!received && reader.streamEnd() == null) {
            throw failure("no byte from ");
        }
        return received ? reader.take(1)[0] & 0xFF : -1;
    }

    /**
     * Waits for bytes as they were sent. The events that they complete count as read.
     *
     * @param length the number of bytes
     * @return the bytes, decoded as UTF-8
     * @throws AssertionError if they do not arrive in time, or the stream ends first
     */
    public String readText(int length) {
        if (!reader.fill(length, connection.timeout())) {
            throw failure("not " + length + " bytes from ");
        }
        return new String(reader.take(length), StandardCharsets.UTF_8);
    }

    /**
     * Reads the rest of the body to its end, as it was sent. The events in it count as read.
     *
     * @return the rest, decoded as UTF-8
     * @throws AssertionError if the end does not arrive in time, or the body is cut off
     */
    public String readRest() {
        byte[] rest = reader.takeRest(connection.timeout());
        if (reader.streamEnd() != StreamEnd.COMPLETE) {
            throw failure("no end of ");
        }
        return new String(rest, StandardCharsets.UTF_8);
    }

    /**
     * Waits until the server ends the stream. Comments received before that are retained; an event is a failure.
     *
     * @return how it ended
     * @throws AssertionError if it does not end in time, or an event arrives first
     */
    public StreamEnd awaitEnd() {
        reader.readUntil(() -> !events.events().isEmpty(), connection.timeout());
        StreamEnd ended = reader.streamEnd();
        if (ended == null || !events.events().isEmpty()) {
            throw failure("no end of ");
        }
        return ended;
    }

    /**
     * Reads to the end of the stream and discards what it reads.
     *
     * @return how the stream ended
     * @throws AssertionError if it does not end in time
     */
    public StreamEnd skipToEnd() {
        reader.skipRest(connection.timeout());
        StreamEnd ended = reader.streamEnd();
        if (ended == null) {
            throw failure("no end of ");
        }
        return ended;
    }

    /**
     * Connects again as a browser does that has lost its connection: to the same path, with the last event id. Closes
     * this stream; unread events are discarded.
     *
     * @return the new stream
     * @throws AssertionError under the conditions of {@link TestClient#connect}
     * @throws java.io.UncheckedIOException if the connection cannot be opened
     */
    public TestStream reconnect() {
        return reconnect(connection.client());
    }

    /**
     * Connects again, as {@link #reconnect()} does, with another client, for instance to a server that has replaced the
     * first.
     *
     * @param client the client that opens the connection
     * @return the new stream
     * @throws AssertionError under the conditions of {@link TestClient#connect}
     * @throws java.io.UncheckedIOException if the connection cannot be opened
     */
    public TestStream reconnect(TestClient client) {
        closed = true;
        connection.close();
        events.reconnect();
        return client.open().connect(path, events);
    }

    /**
     * Lets {@link #close()} succeed although events were not read.
     *
     * @return this stream
     */
    public TestStream ignoreUnread() {
        ignoreUnread = true;
        return this;
    }

    /**
     * Ends the client's sending direction; the client can still read. The server of a stream takes that for a
     * disconnection.
     */
    public void halfClose() {
        connection.halfClose();
    }

    /** Closes the connection with a reset; unread events are discarded. Has no effect on a closed stream. */
    public void reset() {
        closed = true;
        connection.reset();
    }

    /**
     * Closes the connection, as a program does that closes its socket. Reads first what has arrived, without waiting,
     * unless the response is not a stream. Has no effect on a closed stream.
     *
     * @throws AssertionError if there is an event that the test has not read
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!ignoreUnread && head.isEventStream()) {
                reader.requireAllRead();
            }
        } finally {
            connection.close();
        }
    }

    /** Returns the path, the status and, if the stream has ended, how. */
    @Override
    public String toString() {
        StreamEnd ended = reader.streamEnd();
        return "TestStream[" + path + ", " + status() + (ended == null ? "" : ", " + ended) + "]";
    }

    private AssertionError failure(String expected) {
        StreamSituation situation = new StreamSituation(connection, head, events, reader);
        return new AssertionError(expected + path + ": " + situation.describe());
    }
}
