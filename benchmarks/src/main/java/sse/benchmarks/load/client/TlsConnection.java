package sse.benchmarks.load.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * A connection in TLS, by the JDK's engine. The handshake's tasks run on the loop: a client has little to compute. When
 * nothing of a record is there, it holds the engine and no buffer.
 */
final class TlsConnection implements Connection {
    /** Four records, of 16 KiB and what is around it; of one connection at a time. */
    private static final int INPUT_BYTES = 4 * (16 * 1024 + 512);

    private static final int OUTPUT_BYTES = 32 * 1024;
    private static final byte[] NONE = {};

    private static final ThreadLocal<ByteBuffer> INPUT =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(INPUT_BYTES));
    private static final ThreadLocal<ByteBuffer> OUTPUT =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(OUTPUT_BYTES));

    private final SocketChannel channel;
    private final SSLEngine engine;
    private ByteBuffer unsent = ByteBuffer.wrap(NONE);
    /** The beginning of a record. */
    private byte[] partial = NONE;

    TlsConnection(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public void send(byte[] request) throws IOException {
        unsent = ByteBuffer.wrap(request);
        wrap();
    }

    @Override
    public boolean isSent() {
        return !unsent.hasRemaining();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        ByteBuffer input = INPUT.get().clear().put(partial);
        if (channel.read(input) < 0) {
            return -1;
        }
        int before = target.position();
        boolean closed = unwrap(input.flip(), target);
        partial = input.hasRemaining() ? new byte[input.remaining()] : NONE;
        input.get(partial);
        int length = target.position() - before;
        return closed && length == 0 ? -1 : length;
    }

    /** Decrypts all whole records. Returns true if the server has closed the connection. */
    private boolean unwrap(ByteBuffer input, ByteBuffer target) throws IOException {
        while (true) {
            SSLEngineResult result = engine.unwrap(input, target);
            if (result.getStatus() == Status.CLOSED) {
                return true;
            }
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                throw new IOException("records must fit into the buffer: " + target.remaining());
            }
            runTasks();
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP || (isFinished() && !isSent())) {
                wrap();
            } else if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                return false;
            }
        }
    }

    /** Sends what the handshake has to send, and behind it the request. */
    private void wrap() throws IOException {
        do {
            ByteBuffer output = OUTPUT.get().clear();
            SSLEngineResult result = engine.wrap(unsent, output);
            channel.write(output.flip());
            if (output.hasRemaining() || result.getStatus() != Status.OK) {
                throw new IOException("handshake and request must be sent at once: " + result.getStatus());
            }
            runTasks();
        } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP || (isFinished() && !isSent()));
    }

    private boolean isFinished() {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
