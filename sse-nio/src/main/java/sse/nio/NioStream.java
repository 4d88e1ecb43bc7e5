package sse.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;

/**
 * A connection from the moment its stream is open: all that an idle stream keeps in this module. Confined to its loop.
 *
 * <pre>
 *      ┌──the kernel takes bytes again──┐
 *      ▼                                │
 *   ──► OPEN ──write not taken whole──► BLOCKED
 *        └──────────────┬───────────────┘
 *                     finish
 *                       ├──the head is not sent──► ENDING
 *                       ▼                            │
 *                   LINGERING ◄──it has left─────────┘
 *                       └──peer's end, or time──► closed
 *   and from each of them: peer's end, reset, abort ──► closed
 * </pre>
 *
 * <p>At first the head is only a reference to its fields. The first write puts head and bytes together, so both leave
 * in one system call. What the kernel does not take of the head is kept here and goes first; of the caller's bytes
 * nothing is ever kept.
 *
 * <p>{@link ConnectionListener#closed()} comes from the selector's step when the peer ended the stream, and as a task
 * of the loop when a call of the lane did, so never from within that call.
 */
final class NioStream extends Connection implements StreamConnection {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum State {
        OPEN,
        BLOCKED,
        ENDING,
        LINGERING
    }

    private final ConnectionListener listener;
    private State state = State.OPEN;
    private @Nullable Headers headers;
    private @Nullable ByteBuffer unsentHead;

    /** Opens a stream behind what the connection has not sent yet: a client may have asked for {@code 100 Continue}. */
    NioStream(
            EventLoop loop,
            SelectionKey key,
            Headers headers,
            @Nullable ByteBuffer unsent,
            ConnectionListener listener) {
        super(loop, key);
        this.headers = headers;
        this.unsentHead = unsent;
        this.listener = listener;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (isFinished()) {
            throw new ClosedChannelException();
        }
        int before = bytes.position();
        try {
            writeHead(bytes);
            if (unsentHead == null && bytes.hasRemaining()) {
                channel().write(bytes);
            }
        } catch (IOException gone) {
            closeLater(release());
            throw gone;
        }
        state = bytes.hasRemaining() ? State.BLOCKED : State.OPEN;
        if (state == State.BLOCKED || unsentHead != null) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
        }
        return bytes.position() - before;
    }

    @Override
    public void finish() {
        if (!isOpen() || isFinished()) {
            return;
        }
        try {
            writeHead(NOTHING);
            if (unsentHead == null) {
                end();
            } else {
                enter(State.ENDING);
                key.interestOpsOr(SelectionKey.OP_WRITE);
            }
        } catch (IOException gone) {
            closeLater(release());
        }
    }

    @Override
    public void abort() {
        closeLater(reset());
    }

    @Override
    public void close() {
        if (release()) {
            listener.closed();
        }
    }

    @Override
    void timedOut() {
        close();
    }

    @Override
    public void ready() {
        if (key.isWritable()) {
            writable();
        }
        if (isOpen() && key.isReadable()) {
            receive();
        }
    }

    private boolean isFinished() {
        return state == State.ENDING || state == State.LINGERING;
    }

    private void writable() {
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        try {
            writeHead(NOTHING);
            if (unsentHead != null) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
                return;
            }
            if (state == State.ENDING) {
                end();
            }
        } catch (IOException gone) {
            close();
            return;
        }
        if (state == State.BLOCKED) {
            state = State.OPEN;
            listener.writable();
        }
    }

    private void writeHead(ByteBuffer bytes) throws IOException {
        if (unsentHead != null) {
            writeRestOfHead(unsentHead);
        }
        if (unsentHead == null && headers != null) {
            writeHeadAnd(bytes, headers);
        }
    }

    /** Writes the head, and with it as much of the bytes as can be taken, in one system call. */
    private void writeHeadAnd(ByteBuffer bytes, Headers fields) throws IOException {
        headers = null;
        ByteBuffer output = loop.responses().writeStreamHead(fields, loop.output());
        int headBytes = output.position();
        int composed = Math.min(output.remaining(), bytes.remaining());
        output.put(headBytes, bytes, bytes.position(), composed).position(headBytes + composed);
        channel().write(output.flip());
        if (output.position() < headBytes) {
            unsentHead = keep(output.limit(headBytes));
            return;
        }
        bytes.position(bytes.position() + output.position() - headBytes);
    }

    private void writeRestOfHead(ByteBuffer rest) throws IOException {
        channel().write(rest);
        if (!rest.hasRemaining()) {
            unsentHead = null;
        }
    }

    /** Goes on to a state in which nothing more is written for the core, and which lasts a short while at most. */
    private void enter(State last) {
        state = last;
        loop.timeouts().set(this, LINGER);
    }

    private void end() throws IOException {
        enter(State.LINGERING);
        linger();
    }

    private void closeLater(boolean wasOpen) {
        if (wasOpen) {
            loop.execute(listener::closed);
        }
    }
}
