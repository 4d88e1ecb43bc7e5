package sse.nio.internal.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;
import sse.api.spi.http.Persistence;
import sse.nio.internal.channel.ChannelHandler;
import sse.nio.internal.channel.LoopChannel;

/**
 * The response of an event stream, on a channel that it has taken over. Confined to the loop.
 *
 * <pre>
 *     ┌──the kernel takes bytes again──┐
 *     ▼                                │
 *   OPEN ──write not taken whole──► BLOCKED
 *     └────────────┬───────────────────┘
 *                finish
 *                  ├──the kernel is full──► FLUSHING
 *                  ▼                           │
 *             all is sent ◄────────────────────┘
 *                  ├──the connection persists──► ENDED: an {@link Http1Connection} takes over the channel
 *                  ▼
 *              LINGERING
 *                  └──peer's end, timeout──► closed
 *   from each of them but ENDED: peer's end, reset, abort ──► closed
 * </pre>
 *
 * <p>The channel keeps the head until the first write, so that both leave in one system call. Of the bytes of the lane
 * nothing is kept. An idle stream consists of this object and its channel; that it is closed is known by the channel.
 *
 * <p>A write is one chunk, whose header announces all of it. If the kernel takes a part, the bytes that are written
 * next belong to the same chunk, whatever they are: where chunks end means nothing to a client. Only if there are none
 * to come, the rest is a comment.
 *
 * <p>{@link ConnectionListener#closed()} is called from the selector's step if the peer ended the stream, and otherwise
 * from a task of the loop, so never within a call of the lane.
 */
final class Http1Stream implements StreamConnection, ChannelHandler {
    private enum State {
        OPEN,
        BLOCKED,
        FLUSHING,
        LINGERING,
        ENDED
    }

    /** How long a client may take nothing before it gets the end of its stream. */
    private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(30);

    private final LoopChannel channel;
    private final ConnectionListener listener;
    private StreamFraming framing;
    private State state = State.OPEN;

    /** How many bytes of the last chunk are announced and not written. */
    private int announced;

    /** Creates a stream. The caller enqueues the head in the channel and sets the channel's handler. */
    Http1Stream(LoopChannel channel, StreamFraming framing, ConnectionListener listener) {
        this.channel = channel;
        this.framing = framing;
        this.listener = listener;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (isFinished()) {
            throw new ClosedChannelException();
        }
        int before = bytes.position();
        try {
            if (framing.isChunked()) {
                writeChunks(bytes);
            } else {
                channel.write(bytes);
            }
        } catch (IOException gone) {
            notifyLater(channel.close());
            throw gone;
        }
        state = bytes.hasRemaining() ? State.BLOCKED : State.OPEN;
        return bytes.position() - before;
    }

    @Override
    public void abandonRest() {
        if (announced == 0 || !channel.isOpen() || isFinished()) {
            return;
        }
        try {
            pad();
        } catch (IOException gone) {
            notifyLater(channel.close());
        }
    }

    @Override
    public void finish() {
        if (!channel.isOpen() || isFinished()) {
            return;
        }
        try {
            if (framing.isChunked()) {
                pad();
                channel.enqueue(ChunkBuffer.lastChunk());
            }
            if (channel.flush()) {
                end();
            } else {
                state = State.FLUSHING;
                channel.setTimeout(FLUSH_TIMEOUT);
            }
        } catch (IOException gone) {
            notifyLater(channel.close());
        }
    }

    /** Ends the response without the last chunk. */
    @Override
    public void truncate() {
        framing = framing.protocol().untilClose();
        finish();
    }

    @Override
    public void abort() {
        if (state != State.ENDED) {
            notifyLater(channel.reset());
        }
    }

    /** Discards the input, and notices its end. A request among it is lost, so the connection cannot persist. */
    @Override
    public void onReadable() {
        if (channel.read().hasRemaining()) {
            framing = framing.protocol().lastOf(framing);
        }
    }

    @Override
    public void onWritable() {
        try {
            if (!channel.flush()) {
                return;
            }
            if (state == State.FLUSHING) {
                end();
            }
        } catch (IOException gone) {
            closeNow();
            return;
        }
        if (state == State.BLOCKED) {
            state = State.OPEN;
            listener.writable();
        }
    }

    @Override
    public void onTimeout() {
        if (state != State.FLUSHING) {
            closeNow();
            return;
        }
        int before = channel.keptBytes();
        onWritable();
        if (state == State.FLUSHING && channel.keptBytes() < before) {
            channel.setTimeout(FLUSH_TIMEOUT);
        } else if (state == State.FLUSHING) {
            closeNow();
        }
    }

    /** Does nothing: the core closes its streams itself. */
    @Override
    public void onDrain() {}

    @Override
    public void onClosed() {
        onEnded();
    }

    private boolean isFinished() {
        return state == State.FLUSHING || state == State.LINGERING || state == State.ENDED;
    }

    private void writeChunks(ByteBuffer bytes) throws IOException {
        ChunkBuffer lane = framing.protocol().chunks();
        if (announced == 0 && lane.holds(bytes)) {
            writeInPlace(lane, bytes);
            return;
        }
        do {
            if (announced == 0 && bytes.hasRemaining()) {
                announced = Math.min(bytes.remaining(), ChunkBuffer.MAX_CONTENT);
                channel.enqueue(ChunkBuffer.header(announced));
            }
            continueChunk(bytes);
        } while (announced == 0 && bytes.hasRemaining());
    }

    /** Writes what the lane has composed as one chunk. */
    private void writeInPlace(ChunkBuffer lane, ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        ByteBuffer chunk = lane.chunk();
        int start = chunk.position();
        channel.write(chunk);
        int end = chunk.position();
        if (end == start) {
            return;
        }
        int taken = Math.min(length, Math.max(0, end - ChunkBuffer.contentStart()));
        bytes.position(taken);
        announced = length - taken;
        if (end < ChunkBuffer.contentStart()) {
            channel.enqueue(chunk.limit(ChunkBuffer.contentStart()));
        } else if (announced == 0 && chunk.hasRemaining()) {
            channel.enqueue(chunk);
        }
    }

    /** Writes bytes into the chunk that is announced, not more than it has room for. */
    private void continueChunk(ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        int before = bytes.position();
        bytes.limit(Math.min(limit, before + announced));
        boolean began = announced > 0;
        try {
            channel.write(bytes);
        } finally {
            announced -= bytes.position() - before;
            bytes.limit(limit);
        }
        if (began && announced == 0) {
            channel.send(ChunkBuffer.end());
        }
    }

    /** Ends the chunk that is announced. */
    private void pad() throws IOException {
        if (announced > 0) {
            ByteBuffer padding = ChunkBuffer.padding(announced);
            announced = 0;
            channel.send(padding);
        }
    }

    /** Passes the connection on, or closes it. Everything has been sent. */
    private void end() throws IOException {
        Http1Protocol protocol = framing.protocol();
        if (framing.persistence() == Persistence.CLOSE || protocol.isDraining()) {
            state = State.LINGERING;
            channel.linger();
        } else {
            state = State.ENDED;
            channel.execute(this::onEnded);
            channel.setHandler(Http1Connection.open(protocol, channel));
        }
    }

    private void closeNow() {
        if (channel.close()) {
            onEnded();
        }
    }

    private void notifyLater(boolean wasOpen) {
        if (wasOpen) {
            channel.execute(this::onEnded);
        }
    }

    private void onEnded() {
        framing.protocol().onStreamClosed();
        listener.closed();
    }
}
