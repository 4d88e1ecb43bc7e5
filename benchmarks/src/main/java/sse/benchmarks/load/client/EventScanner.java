package sse.benchmarks.load.client;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.benchmarks.load.server.Payload;

/**
 * Reads numbered events out of a stream's bytes, in pieces of any size, and makes no objects. It knows of the format
 * only what the servers under load can send: every event has exactly one line of data, which is a {@link Payload}; it
 * may have an id; other fields and comments are skipped; lines end with LF or CRLF.
 *
 * <pre>
 *   LINE --"data:"--> SPACE --> VALUE, digits --> REST, padding --> LF --> LINE --LF: the event is whole
 *     |--"id:"------> SPACE --> ID -------------------------------> LF -----^
 *     |                                                                     |
 *     +--any other--> OTHER ------------------------------------------> LF -+
 * </pre>
 */
final class EventScanner implements ByteSink {
    private enum State {
        LINE,
        NAME,
        SPACE,
        VALUE,
        REST,
        ID,
        OTHER
    }

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id:".getBytes(StandardCharsets.US_ASCII);

    private final int payloadBytes;
    private final EventSink sink;
    private final @Nullable IdField ids;
    private State state = State.LINE;
    /** The field that the line may be. */
    private byte[] name = DATA;
    /** How much of the field's name, or of the value, has come. */
    private int length;

    private boolean hasData;
    private long sequence;
    private long nanos;

    /**
     * Makes a scanner.
     *
     * @param payloadBytes what each event must have
     * @param sink receives each event
     * @param ids receives the ids, or null to save the memory of keeping them for 100,000 streams
     */
    EventScanner(int payloadBytes, EventSink sink, @Nullable IdField ids) {
        this.payloadBytes = payloadBytes;
        this.sink = sink;
        this.ids = ids;
    }

    @Override
    public void accept(byte[] bytes, int from, int to) throws MalformedStreamException {
        int at = from;
        while (at < to) {
            switch (state) {
                case LINE -> at = beginLine(bytes, at);
                case NAME -> at = matchName(bytes, at);
                case SPACE -> {
                    at += bytes[at] == ' ' ? 1 : 0;
                    if (name == ID && ids != null) {
                        ids.begin();
                        state = State.ID;
                    } else {
                        beginValue();
                    }
                }
                case ID -> at = readId(Objects.requireNonNull(ids), bytes, at, to);
                case VALUE -> at = readNumbers(bytes, at, to);
                case REST -> at = readRest(bytes, at, to);
                case OTHER -> {
                    at = endOfText(bytes, at, to);
                    if (at < to && bytes[at++] == '\n') {
                        state = State.LINE;
                    }
                }
            }
        }
    }

    private int beginLine(byte[] bytes, int at) {
        byte first = bytes[at];
        if (first == '\n') {
            if (ids != null) {
                ids.commit();
            }
            if (hasData) {
                hasData = false;
                sink.onEvent(sequence, nanos);
            }
            return at + 1;
        }
        if (first == '\r') {
            return at + 1;
        }
        length = 0;
        name = ids != null && first == ID[0] ? ID : DATA;
        state = State.NAME;
        return at;
    }

    private int matchName(byte[] bytes, int at) {
        if (bytes[at] != name[length]) {
            state = State.OTHER;
            return at;
        }
        length++;
        if (length == name.length) {
            state = State.SPACE;
        }
        return at + 1;
    }

    private void beginValue() throws MalformedStreamException {
        if (hasData) {
            throw new MalformedStreamException("event must have one line of data, after sequence " + sequence);
        }
        length = 0;
        sequence = 0;
        nanos = 0;
        state = State.VALUE;
    }

    private int readNumbers(byte[] bytes, int from, int to) throws MalformedStreamException {
        int at = from;
        while (at < to && length < Payload.MIN_BYTES) {
            byte next = bytes[at++];
            if (length == Payload.SEQUENCE_DIGITS) {
                require(next == ' ', next);
            } else {
                require(next >= '0' && next <= '9', next);
                if (length < Payload.SEQUENCE_DIGITS) {
                    sequence = sequence * 10 + next - '0';
                } else {
                    nanos = nanos * 10 + next - '0';
                }
            }
            length++;
        }
        if (length == Payload.MIN_BYTES) {
            state = State.REST;
        }
        return at;
    }

    private int readRest(byte[] bytes, int from, int to) throws MalformedStreamException {
        int at = endOfText(bytes, from, to);
        length += at - from;
        if (at < to) {
            if (length != payloadBytes) {
                throw new MalformedStreamException("data must have " + payloadBytes + " bytes: " + length);
            }
            hasData = true;
            at = endLine(bytes, at);
        }
        return at;
    }

    private int readId(IdField kept, byte[] bytes, int from, int to) throws MalformedStreamException {
        int at = endOfText(bytes, from, to);
        kept.append(bytes, from, at);
        return at < to ? endLine(bytes, at) : at;
    }

    /** Of CRLF, the LF is still to come. */
    private int endLine(byte[] bytes, int at) {
        state = bytes[at] == '\n' ? State.LINE : State.OTHER;
        return at + 1;
    }

    private static int endOfText(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private void require(boolean expected, byte found) throws MalformedStreamException {
        if (!expected) {
            throw new MalformedStreamException("data must begin with two numbers: byte " + found + " at " + length);
        }
    }
}
