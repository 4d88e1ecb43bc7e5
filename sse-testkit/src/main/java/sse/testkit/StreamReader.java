package sse.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.spi.http.Quote;
import sse.testkit.internal.http.Deadline;
import sse.testkit.internal.http.ResponseHead;

/**
 * Reads the body of one response and decodes it line by line. Bytes that are not decoded yet can be taken as they were
 * sent. For use by one thread at a time.
 */
final class StreamReader {
    private static final int MAX_LISTED_EVENTS = 10;
    private static final byte[] EMPTY = new byte[0];

    private final TestConnection connection;
    private final String path;
    private final ResponseHead head;
    private final EventQueue events;

    // Bytes from start to end are received and not decoded; those before scanned contain no line end.
    private byte[] buffer = EMPTY;
    private int start;
    private int scanned;
    private int end;
    private @Nullable StreamEnd streamEnd;

    StreamReader(TestConnection connection, String path, ResponseHead head, EventQueue events) {
        this.connection = connection;
        this.path = path;
        this.head = head;
        this.events = events;
    }

    /**
     * Reads and decodes until the condition holds, the stream ends, or the timeout elapses. Reads nothing from a
     * response that is not an event stream.
     */
    void readUntil(BooleanSupplier condition, Duration timeout) {
        if (!head.isEventStream()) {
            return;
        }
        Deadline deadline = Deadline.in(timeout);
        while (!condition.getAsBoolean()) {
            if (!decodeLine() && !readMore(deadline)) {
                return;
            }
        }
    }

    /**
     * Reads until a number of bytes is buffered, the stream ends, or the timeout elapses. Returns true if they are
     * buffered.
     */
    boolean fill(int length, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        while (buffered() < length) {
            if (!readMore(deadline)) {
                return false;
            }
        }
        return true;
    }

    /** Reads and removes bytes until the stream ends or the timeout elapses. Returns them. */
    byte[] takeRest(Duration timeout) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        readRest(rest, timeout);
        return rest.toByteArray();
    }

    /** Reads and discards bytes until the stream ends or the timeout elapses. */
    void skipRest(Duration timeout) {
        readRest(OutputStream.nullOutputStream(), timeout);
    }

    /** Fails if an event or a part of one has been received and not read. Does not wait. */
    void requireAllRead() {
        readUntil(() -> events.events().size() >= MAX_LISTED_EVENTS, Duration.ZERO);
        String waiver = " must be read before " + path + " is closed, or waived with ignoreUnread(): ";
        if (!events.events().isEmpty()) {
            throw new AssertionError("events" + waiver + events.events());
        }
        if (buffered() > 0) {
            throw new AssertionError("bytes" + waiver + Quote.of(bufferedText()));
        }
    }

    /** Removes buffered bytes; the events that they complete count as read. */
    byte[] take(int length) {
        byte[] bytes = Arrays.copyOfRange(buffer, start, start + length);
        try {
            events.decodeTaken(buffer, start, length);
        } catch (IOException tooLarge) {
            throw undecodable(tooLarge);
        }
        consume(length);
        return bytes;
    }

    /** Returns the number of bytes that are received and not decoded. */
    int buffered() {
        return end - start;
    }

    /** Returns the bytes that are received and not decoded, as text. */
    String bufferedText() {
        return new String(buffer, start, buffered(), StandardCharsets.UTF_8);
    }

    /** Returns how the stream ended, or null if its end has not been read. */
    @Nullable
    StreamEnd streamEnd() {
        return streamEnd;
    }

    private void readRest(OutputStream target, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        try {
            while (readMore(deadline)) {
                target.write(take(buffered()));
            }
            target.write(take(buffered()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Reads once. Returns false if there is no more to read: the stream has ended, or the deadline has passed. */
    private boolean readMore(Deadline deadline) {
        return read(deadline.remaining())
                || (streamEnd == null && !deadline.remaining().isZero());
    }

    /** Decodes the bytes up to the next line end. Returns false if no line end is buffered. */
    private boolean decodeLine() {
        while (scanned < end) {
            byte b = buffer[scanned++];
            if (b == '\n' || b == '\r') {
                decode(scanned - start);
                return true;
            }
        }
        return false;
    }

    private void decode(int length) {
        try {
            events.decode(buffer, start, length);
        } catch (IOException tooLarge) {
            throw undecodable(tooLarge);
        }
        consume(length);
    }

    private AssertionError undecodable(IOException tooLarge) {
        return new AssertionError("stream of " + path + " cannot be decoded: " + tooLarge.getMessage(), tooLarge);
    }

    private void consume(int length) {
        start += length;
        scanned = Math.max(scanned, start);
        releaseEmptyBuffer();
    }

    /** Reads once. Returns true if bytes were received. */
    private boolean read(Duration timeout) {
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
        boolean received = end > before;
        releaseEmptyBuffer();
        return received;
    }

    private void makeRoom() {
        int room = connection.client().readSize();
        if (buffer.length - end < room) {
            int length = buffered();
            buffer = Arrays.copyOfRange(buffer, start, start + length + Math.max(room, length));
            scanned -= start;
            start = 0;
            end = length;
        }
    }

    /** Drops the buffer while it is empty, so that a large number of idle clients holds none. */
    private void releaseEmptyBuffer() {
        if (start == end) {
            buffer = EMPTY;
            start = 0;
            scanned = 0;
            end = 0;
        }
    }
}
