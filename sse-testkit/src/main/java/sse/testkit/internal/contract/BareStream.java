package sse.testkit.internal.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;
import sse.testkit.internal.contract.support.Eventually;

/** A stream that the test writes to on its lane, and that counts notifications. */
final class BareStream implements ConnectionListener {
    /** A bound, in bytes, above what any system buffers for a peer that does not read. */
    private static final int MAX_BUFFERED = 64 << 20;

    // Immutable after construction.
    private final BareLane lane;

    // Confined to the lane.
    private @Nullable StreamConnection connection;

    // Written by the lane, read by the test.
    private final AtomicInteger writableCalls = new AtomicInteger();
    private final AtomicInteger closedCalls = new AtomicInteger();
    private final AtomicInteger callsAfterClosed = new AtomicInteger();

    BareStream(BareLane lane) {
        this.lane = lane;
    }

    void connect(StreamConnection opened) {
        connection = opened;
    }

    @Override
    public void writable() {
        lane.alone("writable", () -> count(writableCalls));
    }

    @Override
    public void closed() {
        lane.alone("closed", () -> count(closedCalls));
    }

    BareLane lane() {
        return lane;
    }

    int writableCalls() {
        return writableCalls.get();
    }

    int closedCalls() {
        return closedCalls.get();
    }

    int callsAfterClosed() {
        return callsAfterClosed.get();
    }

    StreamConnection connection() {
        StreamConnection opened = connection;
        if (opened == null) {
            throw new IllegalStateException("stream must be open");
        }
        return opened;
    }

    /** Writes text as the core does: bytes that are not accepted are written when the connection is writable again. */
    void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] content) {
        write(ByteBuffer.wrap(content));
    }

    void write(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int before = writableCalls();
            lane.call(() -> connection().write(bytes));
            if (bytes.hasRemaining()) {
                Eventually.holds("connection is writable again", () -> writableCalls() > before);
            }
        }
    }

    /**
     * Writes zeros until the connection accepts no more, and does not become writable again within a time.
     *
     * @return the number of bytes that it has accepted
     */
    int fill(Duration patience) {
        int total = 0;
        while (total < MAX_BUFFERED) {
            int before = writableCalls();
            total += lane.call(this::writeUntilRefused);
            if (!Eventually.holdsWithin(patience, () -> writableCalls() > before)) {
                return total;
            }
        }
        throw new AssertionError("connection must have a bound: it took " + total + " unread bytes");
    }

    private int writeUntilRefused() throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(16 * 1024);
        int taken = 0;
        do {
            zeros.clear();
            taken += connection().write(zeros);
        } while (!zeros.hasRemaining() && taken < MAX_BUFFERED);
        return taken;
    }

    /** Writes one byte. Returns true if the connection rejected it because its peer has disconnected. */
    boolean writeFails() {
        return lane.call(() -> {
            try {
                connection().write(ByteBuffer.wrap(new byte[] {'x'}));
                return false;
            } catch (IOException gone) {
                return true;
            }
        });
    }

    void finish() {
        lane.run(() -> connection().finish());
    }

    void abort() {
        lane.run(() -> connection().abort());
    }

    private void count(AtomicInteger calls) {
        if (closedCalls.get() > 0) {
            callsAfterClosed.incrementAndGet();
        }
        calls.incrementAndGet();
    }
}
