package sse.nio.internal.channel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS channels of one loop share: buffers for one record and more, which are in use only within a step, and
 * the handshakes that are under way. Confined to the loop.
 *
 * <p>The number of handshakes is limited, because each holds some ten kilobytes until it is finished, and a peer need
 * not finish it. Above the limit the oldest is closed: the others get on if peers are honest, and it has had the most
 * time.
 */
public final class TlsLoop {
    /** Several records of the largest size (RFC 8446 section 5.2, RFC 5246 section 6.2.3). */
    private static final int BUFFER_BYTES = 64 * 1024;

    // Immutable after construction.
    private final Supplier<SSLEngine> engines;
    private final Duration handshakeTimeout;
    private final int maxHandshakes;
    private final Executor tasks;

    // Confined to the loop.
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer plain = ByteBuffer.allocateDirect(BUFFER_BYTES);
    // For a direct one the JDK's engine would allocate an array for each record.
    private final ByteBuffer output = ByteBuffer.allocate(BUFFER_BYTES);
    private final Set<TlsHandshake> underWay = new LinkedHashSet<>();

    /**
     * Creates what the channels of a loop share.
     *
     * @param engines creates the engine of a connection; must not block
     * @param handshakeTimeout how long a handshake may take, from the connection's first moment
     * @param maxHandshakes how many may be under way
     * @param tasks runs what an engine computes in a handshake, which may block
     */
    public TlsLoop(Supplier<SSLEngine> engines, Duration handshakeTimeout, int maxHandshakes, Executor tasks) {
        this.engines = engines;
        this.handshakeTimeout = handshakeTimeout;
        this.maxHandshakes = maxHandshakes;
        this.tasks = tasks;
    }

    Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    Executor tasks() {
        return tasks;
    }

    /** Adds a handshake and returns its engine. */
    TlsEngine begin(TlsHandshake handshake) {
        if (underWay.size() >= maxHandshakes) {
            underWay.iterator().next().close();
        }
        underWay.add(handshake);
        return new TlsEngine(engines.get(), this);
    }

    /** Removes a handshake, if it is here. */
    void end(TlsHandshake handshake) {
        underWay.remove(handshake);
    }

    /** Returns the buffer for encrypted input, with bytes that were left. */
    ByteBuffer input(@Nullable ByteBuffer left) {
        input.clear();
        return left == null ? input : input.put(left);
    }

    /**
     * Copies encrypted input that an engine has left.
     *
     * @param kept a buffer that is used again if it is large enough
     * @return the copy, or null if there is nothing to copy
     */
    static @Nullable ByteBuffer keep(ByteBuffer left, @Nullable ByteBuffer kept) {
        if (!left.hasRemaining()) {
            return null;
        }
        int bytes = Math.max(left.remaining(), TlsRecord.length(left));
        ByteBuffer copy = kept != null && kept.capacity() >= bytes ? kept.clear() : ByteBuffer.allocate(bytes);
        return copy.put(left).flip();
    }

    /** Returns the buffer for decrypted input, cleared: as large as that for encrypted input. */
    ByteBuffer plain() {
        return plain.clear();
    }

    /** Returns the buffer for one encrypted record, cleared. */
    ByteBuffer output() {
        return output.clear();
    }
}
