package sse.benchmarks.load.client;

/** Takes the framing off a chunked body (RFC 9112 section 7.1), in pieces of any size, and hands on what is inside. */
final class ChunkedBody {
    private enum State {
        SIZE,
        EXTENSION,
        DATA,
        END
    }

    private final ByteSink content;
    private State state = State.SIZE;
    private long size;
    private boolean hasSize;
    private boolean ended;

    ChunkedBody(ByteSink content) {
        this.content = content;
    }

    /** Returns true if the last chunk has been read. */
    boolean hasEnded() {
        return ended;
    }

    void accept(byte[] bytes, int from, int to) throws MalformedStreamException {
        int at = from;
        while (at < to && !ended) {
            switch (state) {
                case SIZE, EXTENSION -> readSize(bytes[at++]);
                case DATA -> {
                    int end = (int) Math.min(to, at + size);
                    content.accept(bytes, at, end);
                    size -= end - at;
                    at = end;
                    if (size == 0) {
                        state = State.END;
                    }
                }
                case END -> {
                    if (bytes[at++] == '\n') {
                        state = State.SIZE;
                    }
                }
            }
        }
    }

    private void readSize(byte next) throws MalformedStreamException {
        int digit = Character.digit(next, 16);
        if (next == '\n') {
            endSize();
        } else if (state == State.SIZE && digit >= 0) {
            size = size * 16 + digit;
            hasSize = true;
        } else if (next == '\r' || next == ';' || state == State.EXTENSION) {
            state = State.EXTENSION;
        } else {
            throw new MalformedStreamException("chunk must begin with its size: byte " + next);
        }
    }

    private void endSize() throws MalformedStreamException {
        if (!hasSize) {
            throw new MalformedStreamException("chunk must begin with its size: an empty line");
        }
        hasSize = false;
        ended = size == 0;
        state = State.DATA;
    }
}
