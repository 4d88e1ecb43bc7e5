package sse.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sse.api.Response;

/** Sends a complete response as fast as the client takes it. Confined to the lane. */
final class ContentSender implements ResponseUser {
    private static final int PIECE_BYTES = 8 * 1024;

    /** The most time that a client may take to make room for one piece. */
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    // Immutable after construction.
    private final AsyncResponse response;

    // Confined to the lane.
    private final ByteBuffer content;
    private final ByteBuffer piece;
    private @Nullable Deadline deadline;

    ContentSender(AsyncResponse response, Response content) {
        this.response = response;
        this.content = content.content();
        this.piece = ByteBuffer.allocate(Math.min(PIECE_BYTES, this.content.remaining()));
        piece.flip();
    }

    @Override
    public void onWritable() {
        cancelDeadline();
        try {
            send();
        } catch (IOException gone) {
            // The response has ended, which is reported.
            return;
        }
    }

    @Override
    public void onEnd() {
        cancelDeadline();
    }

    /** Lets the client take the rest; the mount waits for that, for a moment. */
    @Override
    public void onClose() {}

    /** Waits for the container to take more. */
    void await() {
        deadline = Deadline.start(
                response.mount().context().ticker(),
                STALL_LIMIT,
                () -> response.lane().loop().execute(response::abort));
    }

    private void send() throws IOException {
        do {
            if (!piece.hasRemaining()) {
                fillPiece();
            }
            response.write(piece);
        } while (!piece.hasRemaining() && content.hasRemaining());
        if (!piece.hasRemaining() && response.isFlushed()) {
            response.complete();
        } else {
            await();
        }
    }

    private void fillPiece() {
        piece.clear();
        int length = Math.min(piece.remaining(), content.remaining());
        content.get(piece.array(), 0, length);
        piece.limit(length);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }
}
