package sse.testkit.internal.memory;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import sse.testkit.internal.http.ResponseHead;

/**
 * The bytes that the server has sent and the client has not read: complete responses, then possibly those of a stream
 * in a bounded window. Thread-safe: the lane writes, the client reads, and both only copy bytes under its lock.
 *
 * <p>An idle connection costs no buffer: the window is allocated for pending bytes, and released when they are read.
 */
final class MemoryPipe {
    private static final byte[] EMPTY = new byte[0];
    private static final int SMALLEST_WINDOW = 64;

    /** A complete response with its unread content, or the head of a stream whose bytes are in the window. */
    private record Sent(ResponseHead head, ByteBuffer content, boolean stream) {}

    // Immutable after construction.
    private final int capacity;

    // Guarded by this.
    private @Nullable Queue<Sent> responses;
    private @Nullable Sent current;
    private byte[] window = EMPTY;
    private int start;
    private int end;
    private boolean stalled;
    private boolean ended;
    private boolean cut;
    private boolean left;

    // Set before the first response.
    private volatile Runnable onReadable = () -> {};

    MemoryPipe(int capacity) {
        this.capacity = capacity;
    }

    /** Sends a complete response. */
    void respond(ResponseHead head, ByteBuffer content) {
        send(new Sent(head, content, false));
    }

    /** Sends the head of a stream. */
    void open(ResponseHead head) {
        send(new Sent(head, ByteBuffer.allocate(0), true));
    }

    /** Sets what is called, without the lock, when there is something to read: a head, bytes, or the end. */
    void setOnReadable(Runnable action) {
        onReadable = action;
    }

    /** Copies the bytes that fit into the window. */
    int write(ByteBuffer bytes) throws IOException {
        int taken = copy(bytes);
        if (taken > 0) {
            onReadable.run();
        }
        return taken;
    }

    private synchronized int copy(ByteBuffer bytes) throws IOException {
        if (left || ended || cut) {
            throw new IOException("connection is closed");
        }
        int taken = Math.min(bytes.remaining(), capacity - (end - start));
        if (taken > 0) {
            makeRoom(taken);
            bytes.get(window, end, taken);
            end += taken;
            notifyAll();
        }
        stalled = bytes.hasRemaining();
        return taken;
    }

    /** Ends the output; bytes in the pipe can still be read. */
    void end() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        onReadable.run();
    }

    /** Resets; bytes in the pipe are lost. */
    void cut() {
        synchronized (this) {
            if (!ended) {
                cut = true;
                drop();
                notifyAll();
            }
        }
        onReadable.run();
    }

    /** Ends the input: the client has disconnected and reads no more. */
    synchronized void leave() {
        left = true;
        drop();
        notifyAll();
    }

    /** Reads the next head; null if it has not arrived in time. */
    synchronized @Nullable ResponseHead readHead(Duration timeout) throws IOException {
        current = null;
        await(timeout, () -> responses != null);
        Queue<Sent> waiting = responses;
        if (waiting != null) {
            current = waiting.remove();
            responses = waiting.isEmpty() ? null : waiting;
            return current.head();
        }
        requireWhole();
        if (ended) {
            throw new EOFException("connection ended before the response");
        }
        return null;
    }

    /** Reads from the body of the current response; see the client's connection. */
    synchronized int readBody(byte[] bytes, int offset, int length, Duration timeout) throws IOException {
        Sent response = current;
        if (response == null) {
            throw new IllegalStateException("body must be read after its head");
        }
        return response.stream()
                ? readWindow(bytes, offset, length, timeout)
                : readContent(response.content(), bytes, offset, length);
    }

    /** Returns true if the server has finished with the connection. */
    synchronized boolean isOver() {
        return ended || cut;
    }

    /** Notifies once, after a partial write, that the window has room again. */
    synchronized boolean takeStalled() {
        boolean room = stalled && end - start < capacity;
        stalled = stalled && !room;
        return room;
    }

    private void send(Sent response) {
        synchronized (this) {
            if (left || ended || cut) {
                return;
            }
            if (responses == null) {
                responses = new ArrayDeque<>(1);
            }
            responses.add(response);
            notifyAll();
        }
        onReadable.run();
    }

    private int readWindow(byte[] bytes, int offset, int length, Duration timeout) throws IOException {
        await(timeout, () -> end > start);
        int read = Math.min(length, end - start);
        if (read > 0) {
            System.arraycopy(window, start, bytes, offset, read);
            start += read;
            if (start == end) {
                drop();
            }
            return read;
        }
        requireWhole();
        return ended ? -1 : 0;
    }

    private int readContent(ByteBuffer content, byte[] bytes, int offset, int length) throws IOException {
        requireWhole();
        int read = Math.min(length, content.remaining());
        content.get(bytes, offset, read);
        return read == 0 && length > 0 ? -1 : read;
    }

    private void requireWhole() throws IOException {
        if (left) {
            throw new IOException("connection is closed");
        }
        if (cut) {
            throw new IOException("connection reset");
        }
    }

    private void makeRoom(int more) {
        int waiting = end - start;
        if (end + more <= window.length) {
            return;
        }
        if (waiting + more <= window.length) {
            System.arraycopy(window, start, window, 0, waiting);
        } else {
            int doubled = (int) Math.min(capacity, Math.max(2L * window.length, SMALLEST_WINDOW));
            byte[] larger = new byte[Math.max(waiting + more, doubled)];
            System.arraycopy(window, start, larger, 0, waiting);
            window = larger;
        }
        start = 0;
        end = waiting;
    }

    private void drop() {
        window = EMPTY;
        start = 0;
        end = 0;
    }

    private void await(Duration timeout, Condition condition) throws IOException {
        if (timeout.isZero() || timeout.isNegative()) {
            return;
        }
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!condition.holds() && !ended && !cut && !left) {
            long millis = (deadlineNanos - System.nanoTime() + 999_999) / 1_000_000;
            if (millis <= 0) {
                return;
            }
            try {
                wait(millis);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException("interrupted while waiting for the server");
            }
        }
    }

    /** The condition that a reader waits for. */
    private interface Condition {
        boolean holds();
    }
}
