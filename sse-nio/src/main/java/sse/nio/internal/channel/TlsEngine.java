package sse.nio.internal.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;

/**
 * The engine of one connection, with the buffers of its loop. Confined to the loop, but for the tasks of a handshake:
 * they hold the engine's lock while they run, so the loop must not call the engine until they have returned.
 */
final class TlsEngine {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** How many bytes may wait for a peer that asks for answers of TLS and does not read them. */
    private static final int MAX_KEPT_ANSWERS = 64 * 1024;

    private static final String WITHOUT_RENEGOTIATION = "TLSv1.3";

    private final SSLEngine engine;
    private final TlsLoop loop;

    TlsEngine(SSLEngine engine, TlsLoop loop) {
        this.engine = engine;
        this.loop = loop;
    }

    TlsLoop loop() {
        return loop;
    }

    SSLSession session() {
        return engine.getSession();
    }

    /** Has the engine wait for the peer's first record. */
    void beginHandshake() throws SSLException {
        engine.beginHandshake();
    }

    HandshakeStatus handshakeStatus() {
        return engine.getHandshakeStatus();
    }

    /** Runs what the engine computes in a handshake. May block. */
    void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Returns true if the peer has announced the end of its output. */
    boolean isInputEnded() {
        return engine.isInboundDone();
    }

    /** Announces the end of the output. {@link #sendOwn} sends the alert. */
    void endOutput() {
        engine.closeOutbound();
    }

    /**
     * Reads one record of the handshake.
     *
     * @return false if it is incomplete
     */
    boolean unwrapHandshake(ByteBuffer input) throws SSLException {
        SSLEngineResult result = engine.unwrap(input, loop.plain());
        if (result.bytesProduced() > 0) {
            throw new SSLHandshakeException("application data within the handshake");
        }
        return switch (result.getStatus()) {
            case OK -> true;
            case BUFFER_UNDERFLOW -> false;
            case CLOSED, BUFFER_OVERFLOW -> throw new SSLHandshakeException("the peer has ended the handshake");
        };
    }

    /**
     * Decrypts all complete records, and sends what they ask for.
     *
     * @param input what was read; its position moves behind the last complete record
     * @param wire where answers are sent
     * @return what was decrypted, in a buffer of the loop
     */
    ByteBuffer unwrap(ByteBuffer input, PlainChannel wire) throws IOException {
        ByteBuffer plain = loop.plain();
        while (input.hasRemaining()) {
            if (TlsRecord.isHandshake(input) && !session().getProtocol().equals(WITHOUT_RENEGOTIATION)) {
                throw new SSLException("renegotiation is refused");
            }
            SSLEngineResult result = engine.unwrap(input, plain);
            switch (result.getStatus()) {
                case OK -> answer(result.getHandshakeStatus(), wire);
                // What follows the end of the peer's output is ignored (RFC 8446 section 6.1).
                case CLOSED -> input.position(input.limit());
                case BUFFER_UNDERFLOW -> {
                    return plain.flip();
                }
                case BUFFER_OVERFLOW -> throw new SSLException("record is too large");
            }
        }
        return plain.flip();
    }

    /** Encrypts one record of the given bytes, into a buffer of the loop. */
    ByteBuffer wrap(ByteBuffer bytes) throws SSLException {
        ByteBuffer record = loop.output();
        requireOk(engine.wrap(bytes, record));
        return record.flip();
    }

    /** Encrypts one record of bytes from two buffers, into a buffer of the loop. */
    ByteBuffer wrap(ByteBuffer first, ByteBuffer second) throws SSLException {
        ByteBuffer record = loop.output();
        requireOk(engine.wrap(new ByteBuffer[] {first, second}, record));
        return record.flip();
    }

    /** Sends all records that the engine has ready by itself. */
    void sendOwn(PlainChannel wire) throws IOException {
        boolean more = true;
        while (more && handshakeStatus() == HandshakeStatus.NEED_WRAP) {
            more = sendOneOwn(wire);
        }
    }

    /**
     * Sends one record that the engine has ready by itself.
     *
     * @return false if the output has ended with it
     */
    boolean sendOneOwn(PlainChannel wire) throws IOException {
        ByteBuffer record = loop.output();
        SSLEngineResult result = engine.wrap(NOTHING, record);
        wire.sendShared(record.flip());
        return result.getStatus() == Status.OK;
    }

    /** Sends what TLS itself has to answer, such as new keys of its own (RFC 8446 section 4.6.3). */
    private void answer(HandshakeStatus status, PlainChannel wire) throws IOException {
        switch (status) {
            case NEED_WRAP -> {
                sendOwn(wire);
                if (wire.keptBytes() > MAX_KEPT_ANSWERS) {
                    throw new SSLException("the peer does not read answers of TLS");
                }
            }
            case NEED_TASK -> throw new SSLException("another handshake is refused");
            case FINISHED, NOT_HANDSHAKING, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {}
        }
    }

    private static void requireOk(SSLEngineResult result) throws SSLException {
        if (result.getStatus() != Status.OK) {
            throw new SSLException("TLS cannot send: " + result.getStatus());
        }
    }
}
