package sse.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;

/**
 * The connection of a stream. Confined to the lane.
 *
 * <pre>
 *   OPEN --- finish, truncate ---> FINISHING --- all is flushed, or the deadline ---> CLOSED
 *     |                                |                                                ^
 *     +------ abort, or the response has failed ---------------------------------------+
 * </pre>
 */
final class ServletStream implements StreamConnection, ResponseUser {
    /** How long a client that is to receive the remaining bytes may take, unless the core aborts earlier. */
    private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(30);

    private enum State {
        OPEN,
        FINISHING,
        CLOSED
    }

    // Immutable after construction.
    private final AsyncResponse response;
    private final ConnectionListener listener;
    private final boolean noticesPeerEnd;
    private final Optional<LateFlush> lateFlush;

    // Confined to the lane.
    private State state = State.OPEN;
    private boolean partial;
    private boolean truncated;
    private @Nullable Deadline deadline;

    ServletStream(AsyncResponse response, ConnectionListener listener, String protocol) {
        this.response = response;
        this.listener = listener;
        Container container = response.mount().container();
        this.noticesPeerEnd = container.noticesPeerEnd(protocol);
        this.lateFlush = container.mayHoldBack(protocol) ? Optional.of(new LateFlush(response)) : Optional.empty();
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (state != State.OPEN) {
            throw new IOException("connection is closed");
        }
        int taken = response.write(bytes);
        partial = bytes.hasRemaining();
        lateFlush.ifPresent(LateFlush::onWrite);
        return taken;
    }

    @Override
    public void finish() {
        if (state != State.OPEN) {
            return;
        }
        state = State.FINISHING;
        if (!finishIfFlushed()) {
            deadline = Deadline.start(
                    response.mount().context().ticker(),
                    FINISH_TIMEOUT,
                    () -> response.lane().loop().execute(response::abort));
        }
    }

    @Override
    public void truncate() {
        truncated = true;
        finish();
    }

    @Override
    public void abort() {
        response.abort();
    }

    @Override
    public boolean noticesPeerEnd() {
        return noticesPeerEnd;
    }

    @Override
    public void onWritable() {
        if (state == State.FINISHING) {
            finishIfFlushed();
        } else if (state == State.OPEN && partial) {
            partial = false;
            listener.writable();
        }
    }

    @Override
    public void onEnd() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        if (deadline != null) {
            deadline.cancel();
        }
        listener.closed();
    }

    @Override
    public void onClose() {
        response.abort();
    }

    private boolean finishIfFlushed() {
        if (!response.isFlushed()) {
            return false;
        }
        if (truncated) {
            response.abort();
        } else {
            response.complete();
        }
        return true;
    }
}
