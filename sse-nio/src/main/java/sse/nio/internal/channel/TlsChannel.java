package sse.nio.internal.channel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import sse.nio.internal.loop.FailSafeLog;

/**
 * A channel with TLS on top of one without, whose handshake is finished. Confined to the loop.
 *
 * <p>It reads what is there, decrypts all complete records, and keeps a record of which a part is missing. It encrypts
 * one record at a time, and the next one only when the connection has taken it: so a slow peer makes it keep one record
 * at most, besides what it was given to keep. An idle channel has no buffer.
 *
 * <p>The end of the peer's output is its {@code close_notify} alert, or the end of the connection, which HTTP can tell
 * from the end of a message. Renegotiation (TLS 1.2) closes the connection.
 */
final class TlsChannel implements LoopChannel, ChannelHandler {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    // Immutable after construction.
    private final PlainChannel wire;
    private final TlsEngine engine;

    // Confined to the loop.
    private ChannelHandler handler;
    private @Nullable ByteBuffer unread;
    private @Nullable ByteBuffer unsent;
    private boolean lingering;

    private TlsChannel(PlainChannel wire, TlsEngine engine, @Nullable ByteBuffer unread, ChannelProtocol protocol) {
        this.wire = wire;
        this.engine = engine;
        this.unread = unread;
        handler = protocol.open(this);
    }

    /**
     * Takes over a connection.
     *
     * @param engine its engine, whose handshake is finished
     * @param unread what was read behind the handshake, or null
     * @param protocol creates the handler of the channel
     */
    static void open(PlainChannel wire, TlsEngine engine, @Nullable ByteBuffer unread, ChannelProtocol protocol) {
        TlsChannel channel = new TlsChannel(wire, engine, unread, protocol);
        wire.setHandler(channel);
        if (unread != null) {
            channel.readAgain();
        }
    }

    @Override
    public void onReadable() {
        handler.onReadable();
    }

    @Override
    public void onWritable() {
        handler.onWritable();
    }

    @Override
    public void onTimeout() {
        handler.onTimeout();
    }

    @Override
    public void onDrain() {
        handler.onDrain();
    }

    @Override
    public void onClosed() {
        handler.onClosed();
    }

    @Override
    public void setHandler(ChannelHandler handler) {
        this.handler = handler;
    }

    @Override
    public boolean isOpen() {
        return wire.isOpen();
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        return wire.remoteAddress();
    }

    @Override
    public Optional<SSLSession> tlsSession() {
        return Optional.of(engine.session());
    }

    @Override
    public void execute(Runnable task) {
        wire.execute(task);
    }

    @Override
    public ByteBuffer read() {
        if (lingering) {
            wire.read();
            return NOTHING;
        }
        ByteBuffer input = readAhead();
        if (input == null) {
            wire.abort();
            return NOTHING;
        }
        return input;
    }

    @Override
    public @Nullable ByteBuffer readAhead() {
        ByteBuffer input = engine.loop().input(unread);
        boolean ended = !wire.readInto(input);
        try {
            ByteBuffer plain = engine.unwrap(input.flip(), wire);
            unread = TlsLoop.keep(input, unread);
            if (!plain.hasRemaining()) {
                return ended || engine.isInputEnded() ? null : plain;
            }
            if (engine.isInputEnded()) {
                // The peer may keep the connection open, and nothing would report the end.
                readAgain();
            }
            return plain;
        } catch (IOException failure) {
            FailSafeLog.log(Level.DEBUG, "TLS connection failed", failure);
            unread = null;
            sendAlert();
            return null;
        }
    }

    @Override
    public void pauseReading() {
        wire.pauseReading();
    }

    @Override
    public void resumeReading() {
        wire.resumeReading();
        if (engine.isInputEnded()) {
            readAgain();
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (wire.keptBytes() > 0 && !wire.flush()) {
            return;
        }
        boolean accepting = true;
        while (accepting && (unsent != null || bytes.hasRemaining())) {
            ByteBuffer kept = unsent;
            accepting = wire.sendShared(kept == null ? engine.wrap(bytes) : engine.wrap(kept, bytes));
            if (kept != null && !kept.hasRemaining()) {
                unsent = null;
            }
        }
    }

    @Override
    public boolean send(ByteBuffer bytes) throws IOException {
        if (unsent == null) {
            write(bytes);
        }
        if (bytes.hasRemaining()) {
            enqueue(bytes);
        }
        return keptBytes() == 0;
    }

    @Override
    public void enqueue(ByteBuffer bytes) {
        unsent = KeptBytes.append(unsent, bytes);
    }

    @Override
    public boolean flush() throws IOException {
        write(NOTHING);
        return keptBytes() == 0;
    }

    @Override
    public int keptBytes() {
        return wire.keptBytes() + (unsent == null ? 0 : unsent.remaining());
    }

    @Override
    public void setTimeout(Duration timeout) {
        wire.setTimeout(timeout);
    }

    @Override
    public void clearTimeout() {
        wire.clearTimeout();
    }

    @Override
    public void linger() throws IOException {
        lingering = true;
        unread = null;
        engine.endOutput();
        engine.sendOwn(wire);
        wire.linger();
    }

    @Override
    public boolean close() {
        if (!isOpen()) {
            return false;
        }
        if (!lingering && keptBytes() == 0) {
            engine.endOutput();
            sendAlert();
        }
        return wire.close();
    }

    @Override
    public boolean reset() {
        return wire.reset();
    }

    private void sendAlert() {
        try {
            engine.sendOwn(wire);
        } catch (IOException gone) {
            FailSafeLog.log(Level.DEBUG, "TLS alert was not sent", gone);
        }
    }

    private void readAgain() {
        wire.execute(() -> {
            if (isOpen() && wire.isReading()) {
                handler.onReadable();
            }
        });
    }
}
