package sse.benchmarks.load.client;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One client that sends a request, reads the stream that answers it to its end, checks that it is whole, and sends the
 * next one at once: over the same connection, unless the server closes it. Confined to the loop.
 *
 * <pre>
 *   IDLE -- ask --&gt; ASKING -- first byte --&gt; READING -- last chunk, or end without chunks --&gt; IDLE
 * </pre>
 *
 * <p>Any other end of the connection is a failure, unless it was used before and nothing has come: then the server has
 * closed it meanwhile, and the request is sent over another one.
 */
final class Asker implements EventSink {
    private enum State {
        IDLE,
        ASKING,
        READING
    }

    private final int index;
    private final Askers all;
    private State state = State.IDLE;
    private @Nullable SocketChannel channel;
    private boolean reused;
    private ResponseReader response;
    private SequenceCheck check;
    private long askedNanos;

    Asker(int index, Askers all) {
        this.index = index;
        this.all = all;
        this.response = new ResponseReader(all.script().payloadBytes(), this, null);
        this.check = new SequenceCheck(0, all.stats());
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    /** Sends a request. The time until the first event includes that of a connection, if there is none. */
    void ask() throws IOException {
        askedNanos = System.nanoTime();
        send();
    }

    /** Reads what has come. */
    void read(byte[] bytes, ByteBuffer buffer) throws IOException {
        SocketChannel from = channel;
        if (from == null) {
            return;
        }
        buffer.clear();
        int read = from.read(buffer);
        if (read < 0) {
            onDisconnect();
            return;
        }
        int begin = state == State.READING ? 0 : skipLineBreaks(bytes, read);
        if (begin == read) {
            return;
        }
        if (state == State.IDLE) {
            throw new MalformedStreamException("nothing must follow a response: byte " + bytes[begin]);
        }
        state = State.READING;
        response.accept(bytes, begin, read);
        if (response.hasEnded()) {
            endAnswer();
        }
    }

    @Override
    public void onEvent(long sequence, long nanos) {
        if (check.last() == 0) {
            all.onFirstEvent(askedNanos);
        }
        check.accept(sequence);
        all.onDelivery(nanos);
    }

    /** Closes by a reset, so that the port is free again at once. */
    void close() throws IOException {
        SocketChannel open = channel;
        if (open != null) {
            open.setOption(StandardSocketOptions.SO_LINGER, 0);
            open.close();
            channel = null;
        }
        state = State.IDLE;
    }

    private void send() throws IOException {
        SocketChannel open = channel;
        reused = open != null;
        if (open == null) {
            open = all.connect(index);
            channel = open;
        }
        response = new ResponseReader(all.script().payloadBytes(), this, null);
        check = new SequenceCheck(0, all.stats());
        state = State.ASKING;
        ByteBuffer request = all.request();
        open.write(request);
        if (request.hasRemaining()) {
            throw new IOException("request must fit into the buffers of the socket: " + request.remaining());
        }
        if (!reused) {
            open.configureBlocking(false);
            open.register(all.selector(), SelectionKey.OP_READ, this);
        }
    }

    /** What is left of the last chunk. */
    private static int skipLineBreaks(byte[] bytes, int length) {
        int at = 0;
        while (at < length && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    private void endAnswer() throws IOException {
        long missing = all.script().tokens() - check.last();
        if (missing != 0) {
            throw new MalformedStreamException(
                    "answer must have " + all.script().tokens() + " tokens: " + check.last());
        }
        state = State.IDLE;
        if (response.closes()) {
            disconnect();
        }
        all.onAnswer(this);
    }

    private void onDisconnect() throws IOException {
        disconnect();
        if (state == State.READING && response.endsWithConnection()) {
            endAnswer();
            return;
        }
        if (state == State.READING || (state == State.ASKING && !reused)) {
            throw new IOException("answer must be whole before the connection ends");
        }
        if (state == State.ASKING) {
            send();
        }
    }

    private void disconnect() throws IOException {
        SocketChannel open = channel;
        if (open != null) {
            open.close();
            channel = null;
        }
    }
}
