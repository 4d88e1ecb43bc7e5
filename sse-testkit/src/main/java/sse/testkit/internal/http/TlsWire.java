package sse.testkit.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** A client's TLS on a socket that does not block. */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer input;
    private final ByteBuffer plain;
    private final ByteBuffer output;
    private boolean inputEnded;

    /** Waits until the socket is ready for an operation of {@link SelectionKey}, or fails. */
    interface Waiting {
        void await(int operation) throws IOException;
    }

    private TlsWire(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int bytes = 2 * engine.getSession().getPacketBufferSize();
        input = ByteBuffer.allocate(bytes).flip();
        plain = ByteBuffer.allocate(bytes).flip();
        output = ByteBuffer.allocate(bytes).flip();
    }

    /** Makes the handshake on a connected socket. */
    static TlsWire connect(SocketChannel channel, SSLContext context, Waiting waiting) throws IOException {
        SSLEngine engine = context.createSSLEngine("localhost", channel.socket().getPort());
        engine.setUseClientMode(true);
        TlsWire wire = new TlsWire(channel, engine);
        engine.beginHandshake();
        wire.handshake(waiting);
        return wire;
    }

    private void handshake(Waiting waiting) throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    wrap(NOTHING);
                    while (hasUnsent()) {
                        waiting.await(SelectionKey.OP_WRITE);
                        channel.write(output);
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrap()) {
                        waiting.await(SelectionKey.OP_READ);
                        fill();
                        if (inputEnded && !input.hasRemaining()) {
                            throw new EOFException("server has ended the handshake");
                        }
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (!plain.hasRemaining()) {
            if (engine.isInboundDone()) {
                return -1;
            }
            if (!unwrap()) {
                if (inputEnded) {
                    return -1;
                }
                if (fill() == 0) {
                    return 0;
                }
            } else if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING);
            }
        }
        int count = Math.min(plain.remaining(), target.remaining());
        target.put(plain.slice().limit(count));
        plain.position(plain.position() + count);
        return count;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        channel.write(output);
        while (!hasUnsent() && bytes.hasRemaining()) {
            wrap(bytes);
        }
    }

    @Override
    public boolean hasUnsent() {
        return output.hasRemaining();
    }

    @Override
    public void endOutput() throws IOException {
        engine.closeOutbound();
        wrap(NOTHING);
    }

    @Override
    public void close() {
        try {
            if (!hasUnsent()) {
                endOutput();
            }
        } catch (IOException gone) {
            // The server has closed the connection, too.
            inputEnded = true;
        }
    }

    /** Encrypts a record, and writes what the socket takes. */
    private void wrap(ByteBuffer bytes) throws IOException {
        output.compact();
        SSLEngineResult result;
        try {
            result = engine.wrap(bytes, output);
        } finally {
            output.flip();
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && bytes.hasRemaining()) {
            throw new SSLException("output has ended");
        }
        channel.write(output);
    }

    /** Decrypts a record. Returns false if it is incomplete. */
    private boolean unwrap() throws SSLException {
        plain.compact();
        SSLEngineResult result;
        try {
            result = engine.unwrap(input, plain);
        } finally {
            plain.flip();
        }
        return result.getStatus() != SSLEngineResult.Status.BUFFER_UNDERFLOW;
    }

    private int fill() throws IOException {
        input.compact();
        int read;
        try {
            read = channel.read(input);
        } finally {
            input.flip();
        }
        inputEnded |= read < 0;
        return Math.abs(read);
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
