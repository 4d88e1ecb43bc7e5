package sse.nio.internal.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;
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
 *                  ├──the head is not sent──► FLUSHING
 *                  ▼                             │
 *              LINGERING ◄──it is sent───────────┘
 *                  └──peer's end, timeout──► closed
 *   from each of them: peer's end, reset, abort ──► closed
 * </pre>
 *
 * <p>The channel keeps the head until the first write, so that both leave in one system call. Of the bytes of the lane
 * nothing is kept. An idle stream consists of this object and its channel; that it is closed is known by the channel.
 *
 * <p>{@link ConnectionListener#closed()} is called from the selector's step if the peer ended the stream, and from a
 * task of the loop if a call of the lane did, so never within that call.
 */
final class Http1Stream implements StreamConnection, ChannelHandler {
    private enum State {
        OPEN,
        BLOCKED,
        FLUSHING,
        LINGERING
    }

    private final LoopChannel channel;
    private final ConnectionListener listener;
    private State state = State.OPEN;

    /** Creates a stream. The caller enqueues the head in the channel and sets the channel's handler. */
    Http1Stream(LoopChannel channel, ConnectionListener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (isFinished()) {
            throw new ClosedChannelException();
        }
        int before = bytes.position();
        try {
            channel.write(bytes);
        } catch (IOException gone) {
            notifyLater(channel.close());
            throw gone;
        }
        state = bytes.hasRemaining() ? State.BLOCKED : State.OPEN;
        return bytes.position() - before;
    }

    @Override
    public void finish() {
        if (!channel.isOpen() || isFinished()) {
            return;
        }
        try {
            if (channel.flush()) {
                linger();
            } else {
                state = State.FLUSHING;
                channel.setTimeout(LoopChannel.LINGER_TIMEOUT);
            }
        } catch (IOException gone) {
            notifyLater(channel.close());
        }
    }

    @Override
    public void abort() {
        notifyLater(channel.reset());
    }

    /** Discards the input, and notices its end. */
    @Override
    public void onReadable() {
        channel.read();
    }

    @Override
    public void onWritable() {
        try {
            if (!channel.flush()) {
                return;
            }
            if (state == State.FLUSHING) {
                linger();
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
        closeNow();
    }

    /** Does nothing: the core closes its streams itself. */
    @Override
    public void onDrain() {}

    @Override
    public void onClosed() {
        listener.closed();
    }

    private boolean isFinished() {
        return state == State.FLUSHING || state == State.LINGERING;
    }

    private void linger() throws IOException {
        state = State.LINGERING;
        channel.linger();
    }

    private void closeNow() {
        if (channel.close()) {
            listener.closed();
        }
    }

    private void notifyLater(boolean wasOpen) {
        if (wasOpen) {
            channel.execute(listener::closed);
        }
    }
}
