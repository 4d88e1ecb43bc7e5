package sse.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.api.spi.http.Quote;
import sse.testkit.internal.http.Deadline;
import sse.testkit.internal.http.ResponseHead;

/**
 * The client's end of one event stream. Reads only when it is asked to: a test that does not call it is a client that
 * does not read. For use by one thread at a time. Null is answered with a {@link NullPointerException}.
 *
 * <p>A method that waits does so for the {@linkplain TestClient#withTimeout(Duration) client's timeout}, in real time.
 * In memory, where everything runs in the caller, that is zero: what is not there will not come, and the failure says
 * what was there instead.
 *
 * <p>Events are decoded one at a time, so bytes can be read between two events with {@link #readByte()} and
 * {@link #readText(int)}: they continue after the line that completed the last event taken.
 *
 * <p>{@link #close()} fails if an event was not read. {@link #ignoreUnread()} permits unread events.
 */
public final class TestStream implements AutoCloseable {
    private static final int MOST_SHOWN = 10;
    private static final byte[] NOTHING = new byte[0];

    private final TestConnection connection;
    private final String path;
    private final ResponseHead head;
    private final EventQueue events;
    private byte[] buffer = NOTHING;
    private int start;
    private int scanned;
    private int end;
    private @Nullable StreamEnd streamEnd;
    private boolean ignoreUnread;
    private boolean closed;

    TestStream(TestConnection connection, String path, ResponseHead head, EventQueue events) {
        this.connection = connection;
        this.path = path;
        this.head = head;
        this.events = events;
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
     * Waits for the next event. Comments and reconnection times before it are kept for their own methods.
     *
     * @return the event
     * @throws AssertionError if none comes in time, if the stream ends first, or if the response is not a stream
     */
    public MessageEvent nextEvent() {
        pullUntil(() -> !events.events().isEmpty(), connection.timeout());
        MessageEvent event = events.events().poll();
        if (event == null) {
            throw new AssertionError("no event from " + path + ": " + situation());
        }
        return event;
    }

    /**
     * Waits for the next events.
     *
     * @param count how many
     * @return the events, in order
     * @throws AssertionError as {@link #nextEvent()} throws it
     */
    public List<MessageEvent> nextEvents(int count) {
        List<MessageEvent> received = new ArrayList<>(count);
        while (received.size() < count) {
            received.add(nextEvent());
        }
        return received;
    }

    /**
     * Takes the next event if it is there. Does not wait.
     *
     * @return the event, or empty if none is there yet
     */
    public Optional<MessageEvent> pollEvent() {
        pullUntil(() -> !events.events().isEmpty(), Duration.ZERO);
        return Optional.ofNullable(events.events().poll());
    }

    /**
     * Waits for the next line of a comment. Events before it are kept for their own methods.
     *
     * @return the text after the colon, without one leading space
     * @throws AssertionError if none comes in time, if the stream ends first, or if the response is not a stream
     */
    public String nextComment() {
        pullUntil(() -> !events.comments().isEmpty(), connection.timeout());
        String comment = events.comments().poll();
        if (comment == null) {
            throw new AssertionError("no comment from " + path + ": " + situation());
        }
        return comment;
    }

    /**
     * Returns the reconnection time of this stream, or of an earlier one it {@linkplain #reconnect() continues}. Does
     * not read: it is what the bytes read so far have said.
     *
     * @return the reconnection time, or empty if the server has said none
     */
    public Optional<Duration> retry() {
        return events.retry();
    }

    /**
     * Returns the last event id, as of the bytes read so far: what a browser would send if the connection ended now.
     *
     * @return the id, or the empty text if there is none
     */
    public String lastEventId() {
        return events.lastEventId();
    }

    /**
     * Waits for one byte as it was sent. An event that it completes counts as read.
     *
     * @return the byte, 0 to 255, or -1 if the stream has ended
     * @throws AssertionError if none comes in time
     */
    public int readByte() {
        byte[] one = read(1, true);
        return one.length == 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * Waits for bytes as they were sent. The events that they complete count as read.
     *
     * @param length how many bytes
     * @return them, decoded as UTF-8
     * @throws AssertionError if they do not come in time, or the stream ends before
     */
    public String readText(int length) {
        byte[] bytes = read(length, false);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Reads the rest of the body to its end, as it was sent. The events in it count as read.
     *
     * @return the rest, decoded as UTF-8
     * @throws AssertionError if the end does not come in time, or the connection is cut
     */
    public String readRest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        Deadline deadline = Deadline.in(connection.timeout());
        while (pull(deadline.remaining())
                || (streamEnd == null && !deadline.remaining().isZero())) {
            rest.writeBytes(take(end - start));
        }
        rest.writeBytes(take(end - start));
        if (streamEnd != StreamEnd.COMPLETE) {
            throw new AssertionError("no end of " + path + ": " + situation());
        }
        return rest.toString(StandardCharsets.UTF_8);
    }

    /**
     * Waits until the server ends the stream. Comments before it are kept for their own methods; an event on the way is
     * a failure.
     *
     * @return how it ended
     * @throws AssertionError if it does not end in time, or an event comes first
     */
    public StreamEnd awaitEnd() {
        pullUntil(() -> !events.events().isEmpty(), connection.timeout());
        StreamEnd ended = streamEnd;
        if (ended == null || !events.events().isEmpty()) {
            throw new AssertionError("no end of " + path + ": " + situation());
        }
        return ended;
    }

    /**
     * Reads to the end, whatever comes, and lets it go.
     *
     * @return how the stream ended
     * @throws AssertionError if it does not end in time
     */
    public StreamEnd skipToEnd() {
        Deadline deadline = Deadline.in(connection.timeout());
        while (streamEnd == null
                && (pull(deadline.remaining()) || !deadline.remaining().isZero())) {
            take(end - start);
        }
        StreamEnd ended = streamEnd;
        if (ended == null) {
            throw new AssertionError("no end of " + path + ": " + situation());
        }
        return ended;
    }

    /**
     * Connects again as a browser does that has lost its connection: to the same path, with the last event id. Leaves
     * this stream without looking at what is unread.
     *
     * @return the new stream
     * @throws AssertionError as {@link TestClient#connect} throws it
     * @throws java.io.UncheckedIOException if there is no connection
     */
    public TestStream reconnect() {
        return reconnect(connection.client());
    }

    /**
     * Connects again, as {@link #reconnect()} does, as another client, such as one of a server that has taken the place
     * of the first.
     *
     * @param client where to connect, and how
     * @return the new stream
     * @throws AssertionError as {@link TestClient#connect} throws it
     * @throws java.io.UncheckedIOException if there is no connection
     */
    public TestStream reconnect(TestClient client) {
        closed = true;
        connection.close();
        events.reconnect();
        return client.open().connect(path, events);
    }

    /**
     * Lets {@link #close()} pass, whatever was not read.
     *
     * @return this stream
     */
    public TestStream ignoreUnread() {
        ignoreUnread = true;
        return this;
    }

    /** Shuts down the client's output. It can still read, but a stream's server treats this as a disconnect. */
    public void halfClose() {
        connection.halfClose();
    }

    /** Leaves with a reset, whatever was not read. Does nothing on a closed stream. */
    public void reset() {
        closed = true;
        connection.reset();
    }

    /**
     * Leaves as a program does that closes its socket. Before that it looks at what has arrived, without waiting:
     * closing a closed stream, or a response that is not a stream, does not.
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
            if (!ignoreUnread && isEventStream()) {
                requireAllRead();
            }
        } finally {
            connection.close();
        }
    }

    /** Returns the path and what has become of the stream. */
    @Override
    public String toString() {
        return "TestStream[" + path + ", " + head.status() + (streamEnd == null ? "" : ", " + streamEnd) + "]";
    }

    /** As a browser sees it (WHATWG HTML section 9.2.2). */
    private boolean isEventStream() {
        return status() == 200
                && head.headers().first("Content-Type").orElse("").matches("(?i)text/event-stream *(;.*)?");
    }

    private void requireAllRead() {
        pullUntil(() -> events.events().size() >= MOST_SHOWN, Duration.ZERO);
        if (!events.events().isEmpty()) {
            throw new AssertionError("events must be read before " + path
                    + " is closed, or waived with ignoreUnread(): " + events.events());
        }
        if (start < end) {
            throw new AssertionError("bytes must be read before " + path + " is closed, or waived with ignoreUnread(): "
                    + Quote.of(bufferedText()));
        }
    }

    /** Reads and decodes, line by line, until the condition holds, the stream ends, or time is up. */
    private void pullUntil(BooleanSupplier condition, Duration timeout) {
        if (!isEventStream()) {
            return;
        }
        Deadline deadline = Deadline.in(timeout);
        while (!condition.getAsBoolean()) {
            if (!decodeLine()
                    && !pull(deadline.remaining())
                    && (streamEnd != null || deadline.remaining().isZero())) {
                return;
            }
        }
    }

    /** Decodes the bytes up to the next line end, if there is one. */
    private boolean decodeLine() {
        while (scanned < end) {
            byte b = buffer[scanned++];
            if (b == '\n' || b == '\r') {
                decode(false, scanned - start);
                return true;
            }
        }
        return false;
    }

    private void decode(boolean taken, int length) {
        try {
            if (taken) {
                events.decodeTaken(buffer, start, length);
            } else {
                events.decode(buffer, start, length);
            }
        } catch (IOException tooLarge) {
            throw new AssertionError("stream of " + path + " cannot be decoded: " + tooLarge.getMessage(), tooLarge);
        }
        start += length;
        scanned = Math.max(scanned, start);
        releaseEmptyBuffer();
    }

    /** Of very many clients, those that wait cost no buffer. */
    private void releaseEmptyBuffer() {
        if (start == end) {
            buffer = NOTHING;
            start = 0;
            scanned = 0;
            end = 0;
        }
    }

    private byte[] read(int length, boolean orEnd) {
        Deadline deadline = Deadline.in(connection.timeout());
        while (end - start < length) {
            if (!pull(deadline.remaining())
                    && (streamEnd != null || deadline.remaining().isZero())) {
                if (orEnd && streamEnd != null) {
                    return new byte[0];
                }
                throw new AssertionError("not " + length + " bytes from " + path + ": " + situation());
            }
        }
        return take(length);
    }

    private byte[] take(int length) {
        byte[] bytes = Arrays.copyOfRange(buffer, start, start + length);
        decode(true, length);
        return bytes;
    }

    /** Reads once. Returns true if anything was received. */
    private boolean pull(Duration timeout) {
        if (streamEnd != null) {
            return false;
        }
        makeRoom();
        int before = end;
        try {
            int read = connection.readBody(buffer, end, timeout);
            end += Math.max(0, read);
            streamEnd = read < 0 ? StreamEnd.COMPLETE : null;
        } catch (IOException cut) {
            streamEnd = StreamEnd.CUT;
        }
        boolean came = end > before;
        releaseEmptyBuffer();
        return came;
    }

    private void makeRoom() {
        int room = connection.client().readSize();
        if (buffer.length - end < room) {
            int waiting = end - start;
            buffer = Arrays.copyOfRange(buffer, start, start + waiting + Math.max(room, waiting));
            scanned -= start;
            start = 0;
            end = waiting;
        }
    }

    /** Describes what was received instead of the expected item. */
    private String situation() {
        StringBuilder text = new StringBuilder();
        if (!isEventStream()) {
            byte[] body = connection.receiveBody(Deadline.in(connection.timeout()));
            return "the response is no event stream, but has status " + status() + ", type "
                    + Quote.of(head.headers().first("Content-Type").orElse("")) + " and content "
                    + Quote.of(new String(body, StandardCharsets.UTF_8));
        }
        if (streamEnd != null) {
            text.append("the stream has ended (").append(streamEnd).append(')');
        } else {
            text.append("the stream is open, and nothing more came");
            if (!connection.timeout().isZero()) {
                text.append(" within ").append(connection.timeout());
            }
        }
        if (!events.events().isEmpty()) {
            text.append("; events not read yet: ").append(events.events());
        }
        if (!events.comments().isEmpty()) {
            text.append("; comments not read yet: ")
                    .append(events.comments().stream().map(Quote::of).toList());
        }
        if (start < end) {
            text.append("; an incomplete line: ").append(Quote.of(bufferedText()));
        }
        return text.toString();
    }

    private String bufferedText() {
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }
}
