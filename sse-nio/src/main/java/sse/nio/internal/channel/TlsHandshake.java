package sse.nio.internal.channel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import sse.nio.internal.loop.FailSafeLog;

/**
 * A connection until its TLS handshake is finished. Confined to the loop, but for the tasks of its engine.
 *
 * <pre>
 *   WAITING ──a TLS record──► NEGOTIATING ◄──task──► DELEGATED
 *      │                           ├──finished──► a {@link TlsChannel} takes over
 *      │                           └──failed──► LINGERING, after the alert ──► closed
 *      └──anything else──► {@link ChannelProtocol#refuse} takes over
 *   each of them ──timeout, peer's end, drain──► closed
 * </pre>
 *
 * <p>What takes long in a handshake, such as signing and the choice of a key, is a task of the engine, which runs on
 * another thread; the loop does not call the engine meanwhile.
 */
final class TlsHandshake implements ChannelHandler {
    private enum State {
        WAITING,
        NEGOTIATING,
        DELEGATED,
        LINGERING
    }

    /** What a handshake needs to get on. */
    private enum Step {
        READ,
        DELEGATE,
        FINISH
    }

    private final TlsLoop loop;
    private final ChannelProtocol protocol;
    private final PlainChannel wire;
    private State state = State.WAITING;
    private @Nullable TlsEngine engine;
    private @Nullable ByteBuffer unread;

    private TlsHandshake(TlsLoop loop, ChannelProtocol protocol, PlainChannel wire) {
        this.loop = loop;
        this.protocol = protocol;
        this.wire = wire;
    }

    /** Begins to wait for the first bytes of a connection. */
    static TlsHandshake open(TlsLoop loop, ChannelProtocol protocol, PlainChannel wire) {
        TlsHandshake handshake = new TlsHandshake(loop, protocol, wire);
        wire.setTimeout(loop.handshakeTimeout());
        return handshake;
    }

    @Override
    public void onReadable() {
        switch (state) {
            case WAITING, NEGOTIATING -> read();
            case DELEGATED -> wire.pauseReading();
            case LINGERING -> wire.read();
        }
    }

    @Override
    public void onWritable() {
        try {
            wire.flush();
        } catch (IOException gone) {
            close();
        }
    }

    @Override
    public void onTimeout() {
        close();
    }

    @Override
    public void onDrain() {
        close();
    }

    @Override
    public void onClosed() {
        loop.end(this);
    }

    /** Closes the connection without an alert. */
    void close() {
        loop.end(this);
        wire.close();
    }

    private void read() {
        ByteBuffer input = loop.input(unread);
        if (!wire.readInto(input)) {
            close();
            return;
        }
        input.flip();
        TlsEngine begun = engine;
        if (begun == null && input.hasRemaining()) {
            begun = begin(input);
        }
        if (begun != null) {
            negotiate(begun, input);
        }
    }

    /** Creates the engine, or returns null if the connection does not begin with TLS. */
    private @Nullable TlsEngine begin(ByteBuffer input) {
        if (!TlsRecord.isHandshake(input)) {
            wire.setHandler(protocol.refuse(wire));
            return null;
        }
        TlsEngine begun = loop.begin(this);
        engine = begun;
        return begun;
    }

    private void negotiate(TlsEngine engine, ByteBuffer input) {
        try {
            if (state == State.WAITING) {
                state = State.NEGOTIATING;
                engine.beginHandshake();
            }
            Step step = advance(engine, input);
            unread = TlsLoop.keep(input, unread);
            switch (step) {
                case READ -> wire.resumeReading();
                case DELEGATE -> delegate(engine);
                case FINISH -> finish(engine);
            }
        } catch (SSLException failure) {
            FailSafeLog.log(Level.DEBUG, "TLS handshake failed", failure);
            fail(engine);
        } catch (IOException gone) {
            close();
        }
    }

    /** Reads and writes records until there is nothing to do without more input, or without a task. */
    private Step advance(TlsEngine engine, ByteBuffer input) throws IOException {
        while (true) {
            switch (engine.handshakeStatus()) {
                case NEED_WRAP -> {
                    if (!engine.sendOneOwn(wire)) {
                        throw new SSLHandshakeException("the handshake has ended");
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!engine.unwrapHandshake(input)) {
                        return Step.READ;
                    }
                }
                case NEED_TASK -> {
                    return Step.DELEGATE;
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return Step.FINISH;
                }
            }
        }
    }

    private void delegate(TlsEngine engine) {
        state = State.DELEGATED;
        try {
            loop.tasks().execute(() -> {
                try {
                    engine.runTasks();
                } finally {
                    wire.execute(() -> onTasksEnded(engine));
                }
            });
        } catch (RuntimeException | Error rejected) {
            FailSafeLog.log(Level.WARNING, "TLS handshake was given up: executor rejected its task", rejected);
            close();
        }
    }

    private void onTasksEnded(TlsEngine engine) {
        if (wire.isOpen()) {
            state = State.NEGOTIATING;
            negotiate(engine, loop.input(unread).flip());
        }
    }

    private void finish(TlsEngine engine) {
        loop.end(this);
        wire.clearTimeout();
        wire.resumeReading();
        TlsChannel.open(wire, engine, unread, protocol);
    }

    /** Sends the alert that says why, and waits until the peer has it. */
    private void fail(TlsEngine engine) {
        loop.end(this);
        unread = null;
        state = State.LINGERING;
        try {
            engine.sendOwn(wire);
            wire.linger();
        } catch (IOException gone) {
            wire.close();
        }
    }
}
