package sse.nio.internal.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A socket in memory that takes as many bytes as a test allows, records each write, and has the input of a test. */
public final class FakeSocket extends SocketChannel {
    /** What each call of write has taken. */
    public final List<String> writes = new ArrayList<>();

    public final Key key = new Key();
    public int room = Integer.MAX_VALUE;
    public ByteBuffer input = ByteBuffer.allocate(0);
    public boolean peerEnded;
    public boolean outputEnded;

    public FakeSocket() {
        super(SelectorProvider.provider());
    }

    /** The socket's key, without a selector. */
    public final class Key extends SelectionKey {
        public int ready;
        private int interest = OP_READ;

        @Override
        public SocketChannel channel() {
            return FakeSocket.this;
        }

        @Override
        public Selector selector() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isValid() {
            return isOpen();
        }

        @Override
        public void cancel() {}

        @Override
        public int interestOps() {
            return interest;
        }

        @Override
        public SelectionKey interestOps(int ops) {
            interest = ops;
            return this;
        }

        @Override
        public int readyOps() {
            return ready;
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (!isOpen()) {
            throw new IOException("closed");
        }
        byte[] taken = new byte[Math.min(room, bytes.remaining())];
        bytes.get(taken);
        room -= taken.length;
        writes.add(new String(taken, US_ASCII));
        return taken.length;
    }

    @Override
    public int read(ByteBuffer target) {
        int taken = Math.min(target.remaining(), input.remaining());
        target.put(input.slice(input.position(), taken));
        input.position(input.position() + taken);
        return peerEnded && taken == 0 ? -1 : taken;
    }

    @Override
    public SocketChannel shutdownOutput() {
        outputEnded = true;
        return this;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        return this;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket socket() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean finishConnect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress getLocalAddress() {
        throw new UnsupportedOperationException();
    }
}
