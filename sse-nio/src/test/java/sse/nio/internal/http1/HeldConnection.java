package sse.nio.internal.http1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import sse.nio.fixtures.Client;
import sse.nio.fixtures.Harness;
import sse.nio.internal.channel.ChannelContext;
import sse.nio.internal.channel.PlainChannel;
import sse.nio.internal.loop.EventLoop;
import sse.nio.internal.loop.Selectable;

/** A connection on a harness's loop whose steps a test runs one by one, if it likes with full buffers of the kernel. */
final class HeldConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 4096;
    private static final int TIMEOUT_MILLIS = 10_000;

    final Client client;
    private final Harness harness;
    private final SocketChannel channel;
    private final Selector selector = Selector.open();
    private final SelectionKey key;

    // Confined to the lane.
    private final ByteBuffer filler = ByteBuffer.allocate(BUFFER_BYTES);
    private int filledBytes;

    HeldConnection(Harness harness) throws Exception {
        this.harness = harness;
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = new Client((InetSocketAddress) listener.getLocalAddress(), BUFFER_BYTES);
            channel = listener.accept();
        }
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ);
        Harness.FakeLane lane = harness.lanes.get(0);
        ChannelContext channels = new ChannelContext((EventLoop) lane.loop);
        Http1Protocol protocol = new Http1Protocol(channels, harness.context(), scratch -> lane, true);
        harness.onLane(() -> PlainChannel.attach(channels, key, channel -> Http1Connection.open(protocol, channel)));
    }

    /** Sends, and lets the connection do what it is ready for. */
    void send(String bytes) throws Exception {
        client.send(bytes);
        step();
    }

    /** Sends, and lets the connection do what it is ready for while the kernel takes nothing. */
    void sendWhileFull(String bytes) throws Exception {
        harness.onLane(this::fill);
        client.send(bytes);
        stepWhileFull();
    }

    /** Lets the connection do what it is ready for, once it is. */
    void step() throws Exception {
        harness.onLane(() -> {
            select();
            ready();
        });
    }

    /** Lets the connection do what it is ready for, although the kernel takes nothing any more. */
    void stepWhileFull() throws Exception {
        harness.onLane(() -> {
            select();
            fill();
            ready();
        });
    }

    /** Lets the client read what filled the kernel, and waits for the room, which the client's kernel acknowledges. */
    void drain() throws IOException, InterruptedException {
        harness.onLane(() -> {
            client.readBytes(filledBytes);
            filledBytes = 0;
            int interest = key.interestOps();
            key.interestOps(SelectionKey.OP_WRITE);
            select();
            key.interestOps(interest);
        });
    }

    /** Moves the time, and lets the loop act on it. */
    void advance(Duration time) throws InterruptedException {
        harness.ticker.advance(time);
        harness.onLane(() -> {});
    }

    /**
     * Moves the time, and lets the loop act on it while the kernel takes nothing: it may have taken all and take more a
     * little later.
     */
    void advanceWhileFull(Duration time) throws InterruptedException {
        harness.onLane(() -> {
            fill();
            harness.ticker.advance(time);
        });
        harness.onLane(() -> {});
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Returns true if the channel keeps bytes that the kernel did not take. */
    boolean waitsForRoom() {
        return (key.interestOps() & SelectionKey.OP_WRITE) != 0;
    }

    @Override
    public void close() throws IOException {
        client.close();
        channel.close();
        selector.close();
    }

    private void select() throws IOException {
        if (selector.select(TIMEOUT_MILLIS) == 0) {
            throw new AssertionError("the channel was not ready within 10 s");
        }
        selector.selectedKeys().clear();
    }

    private void ready() {
        ((Selectable) key.attachment()).onReady();
    }

    private void fill() throws IOException {
        int taken;
        do {
            taken = channel.write(filler.clear());
            filledBytes += taken;
        } while (taken > 0);
    }
}
