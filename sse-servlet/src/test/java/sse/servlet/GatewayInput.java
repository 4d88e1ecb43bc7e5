package sse.servlet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a client sends, received while its response is under way, so that its disconnection is noticed. Thread-safe: one
 * thread receives, one reads.
 */
final class GatewayInput {
    private final InputStream in;

    // Guarded by this.
    private final byte[] received = new byte[64 * 1024];
    private int start;
    private int length;
    private boolean ended;
    private Runnable onEnd = () -> {};

    GatewayInput(InputStream in) {
        this.in = in;
    }

    /** Receives until the client ends its output or disconnects. */
    void receive() {
        byte[] buffer = new byte[4096];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                add(buffer, read);
            }
        } catch (IOException reset) {
            // An end as well.
        }
        end().run();
    }

    private synchronized void add(byte[] bytes, int count) throws IOException {
        while (length + count > received.length && !ended) {
            await();
        }
        for (int i = 0; i < count && !ended; i++) {
            received[(start + length) % received.length] = bytes[i];
            length++;
        }
        notifyAll();
    }

    /** Ends the input: what has not been read yet can be read, and nothing more comes. */
    synchronized Runnable end() {
        ended = true;
        notifyAll();
        return onEnd;
    }

    /** Sets the action at the end of the client's output, which runs at once if it has ended. */
    void onEnd(Runnable action) {
        boolean late;
        synchronized (this) {
            onEnd = action;
            late = ended;
        }
        if (late) {
            action.run();
        }
    }

    /** Waits for a line, and returns it without its end. */
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = read(); c != '\n'; c = read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Waits for some bytes, and returns at most so many. */
    synchronized byte[] readSome(long most) throws IOException {
        awaitBytes();
        byte[] bytes = new byte[(int) Math.min(length, most)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = take();
        }
        notifyAll();
        return bytes;
    }

    private synchronized int read() throws IOException {
        awaitBytes();
        notifyAll();
        return take() & 0xFF;
    }

    private byte take() {
        byte next = received[start];
        start = (start + 1) % received.length;
        length--;
        return next;
    }

    private void awaitBytes() throws IOException {
        while (length == 0) {
            if (ended) {
                throw new EOFException("client has disconnected");
            }
            await();
        }
    }

    private void await() throws IOException {
        try {
            wait();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("gateway is closed", closing);
        }
    }
}
