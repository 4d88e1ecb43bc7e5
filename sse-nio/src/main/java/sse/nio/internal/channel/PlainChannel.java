package sse.nio.internal.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import sse.nio.internal.loop.EventLoop;
import sse.nio.internal.loop.TimedSelectable;

/** A channel on a socket, without encryption. An idle one holds five references and numbers, and no buffer. */
public final class PlainChannel extends TimedSelectable implements LoopChannel {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    // Immutable after construction.
    private final ChannelContext context;
    private final SelectionKey key;

    // Confined to the loop.
    private ChannelHandler handler;
    private @Nullable ByteBuffer unsent;

    private PlainChannel(
            ChannelContext context,
            SelectionKey key,
            Function<? super PlainChannel, ? extends ChannelHandler> protocol) {
        this.context = context;
        this.key = key;
        // First of all: if the protocol throws, the loop still has the key until its next select.
        key.attach(this);
        handler = protocol.apply(this);
    }

    /**
     * Registers a socket with the loop and reads from it.
     *
     * @param protocol creates the handler of the channel; may use the channel already
     * @throws IOException if the socket is closed; the caller closes it whatever is thrown
     */
    public static void open(
            ChannelContext context,
            SocketChannel socket,
            Function<? super PlainChannel, ? extends ChannelHandler> protocol)
            throws IOException {
        attach(context, context.loop().register(socket, SelectionKey.OP_READ), protocol);
    }

    /** Uses a socket that is registered already. */
    public static void attach(
            ChannelContext context,
            SelectionKey key,
            Function<? super PlainChannel, ? extends ChannelHandler> protocol) {
        new PlainChannel(context, key, protocol);
    }

    @Override
    public void onReady() {
        if (key.isWritable()) {
            handler.onWritable();
        }
        if (isOpen() && key.isReadable()) {
            handler.onReadable();
        }
    }

    @Override
    protected void onTimeout() {
        handler.onTimeout();
    }

    @Override
    public void onDrain() {
        if (isOpen()) {
            handler.onDrain();
        }
    }

    @Override
    public void abort() {
        if (close()) {
            handler.onClosed();
        }
    }

    @Override
    public void setHandler(ChannelHandler handler) {
        this.handler = handler;
    }

    @Override
    public boolean isOpen() {
        return socket().isOpen();
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        return (InetSocketAddress) socket().getRemoteAddress();
    }

    @Override
    public Optional<SSLSession> tlsSession() {
        return Optional.empty();
    }

    @Override
    public void execute(Runnable task) {
        context.loop().execute(task);
    }

    @Override
    public ByteBuffer read() {
        ByteBuffer input = readAhead();
        if (input == null) {
            abort();
            return NOTHING;
        }
        return input;
    }

    @Override
    public @Nullable ByteBuffer readAhead() {
        ByteBuffer input = context.input();
        return readInto(input) ? input.flip() : null;
    }

    /**
     * Reads what is there into a buffer, as far as there is room. Does not close the channel at the end of the input.
     *
     * @return false if the peer has ended its side or reset the connection
     */
    boolean readInto(ByteBuffer input) {
        try {
            return socket().read(input) >= 0;
        } catch (IOException reset) {
            return false;
        }
    }

    /** Returns true unless reading is paused. */
    boolean isReading() {
        return (key.interestOps() & SelectionKey.OP_READ) != 0;
    }

    @Override
    public void pauseReading() {
        key.interestOpsAnd(~SelectionKey.OP_READ);
    }

    @Override
    public void resumeReading() {
        key.interestOpsOr(SelectionKey.OP_READ);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        boolean accepting = true;
        while (accepting && unsent != null) {
            accepting = writeComposed(unsent, bytes);
        }
        if (accepting && bytes.hasRemaining()) {
            writeDirectly(bytes);
        }
        if (unsent != null || bytes.hasRemaining()) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
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
        return unsent == null;
    }

    /**
     * Writes bytes of a buffer that will be changed, and keeps a copy of the rest.
     *
     * @return true if no bytes are kept
     */
    boolean sendShared(ByteBuffer bytes) throws IOException {
        if (unsent == null) {
            write(bytes);
        }
        if (bytes.hasRemaining()) {
            unsent = KeptBytes.append(unsent == null ? NOTHING : unsent, bytes);
        }
        return unsent == null;
    }

    @Override
    public void enqueue(ByteBuffer bytes) {
        unsent = KeptBytes.append(unsent, bytes);
    }

    @Override
    public boolean flush() throws IOException {
        write(NOTHING);
        if (unsent != null) {
            return false;
        }
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        return true;
    }

    @Override
    public int keptBytes() {
        return unsent == null ? 0 : unsent.remaining();
    }

    @Override
    public void setTimeout(Duration timeout) {
        context.loop().timeouts().set(this, timeout);
    }

    @Override
    public void clearTimeout() {
        context.loop().timeouts().clear(this);
    }

    @Override
    public void linger() throws IOException {
        setTimeout(LINGER_TIMEOUT);
        socket().shutdownOutput();
        key.interestOps(SelectionKey.OP_READ);
    }

    @Override
    public boolean close() {
        if (!isOpen()) {
            return false;
        }
        clearTimeout();
        context.addLoad(-1);
        EventLoop.close(socket());
        return true;
    }

    @Override
    public boolean reset() {
        try {
            socket().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException gone) {
            return close();
        }
        return close();
    }

    private SocketChannel socket() {
        return (SocketChannel) key.channel();
    }

    /**
     * Writes as much of kept and given bytes as fits into the output buffer.
     *
     * @return true if the kernel took all that was composed
     */
    private boolean writeComposed(ByteBuffer kept, ByteBuffer bytes) throws IOException {
        ByteBuffer output = context.output();
        int ofKept = Math.min(output.capacity(), kept.remaining());
        int ofBytes = Math.min(output.capacity() - ofKept, bytes.remaining());
        output.put(0, kept, kept.position(), ofKept).put(ofKept, bytes, bytes.position(), ofBytes);
        int written = socket().write(output.limit(ofKept + ofBytes));
        int writtenOfKept = Math.min(written, ofKept);
        kept.position(kept.position() + writtenOfKept);
        bytes.position(bytes.position() + written - writtenOfKept);
        if (!kept.hasRemaining()) {
            unsent = null;
        }
        return !output.hasRemaining();
    }

    /**
     * Writes from a direct buffer: for a heap buffer the JDK would keep a direct one of the same size for the life of
     * the thread.
     */
    private void writeDirectly(ByteBuffer bytes) throws IOException {
        if (bytes.isDirect()) {
            socket().write(bytes);
            return;
        }
        boolean accepting = true;
        while (accepting && bytes.hasRemaining()) {
            ByteBuffer output = context.output();
            int count = Math.min(output.capacity(), bytes.remaining());
            output.put(0, bytes, bytes.position(), count).limit(count);
            bytes.position(bytes.position() + socket().write(output));
            accepting = !output.hasRemaining();
        }
    }
}
