package sse.benchmarks.load.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Visits over HTTP/1.1, each over a connection of its own: a selector and one buffer. Confined to the loop. */
final class SocketVisits implements VisitTransport {
    /**
     * What the kernel takes for a visitor that does not read. Left to itself it takes tens of megabytes for one that
     * has read fast before; a hundred of those use up the memory that it has for TCP, and then it drops what is sent to
     * the others.
     */
    private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

    private final Connector connector;
    private final Selector selector;
    private final byte[] bytes = new byte[256 * 1024];

    /**
     * Makes none yet.
     *
     * @param connector makes their connections
     */
    SocketVisits(Connector connector) throws IOException {
        this.connector = connector;
        selector = Selector.open();
    }

    @Override
    public Visit begin(Visitor visitor, VisitRequest request) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        channel.bind(SourceAddresses.of(visitor.index()));
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        SocketVisit visit = new SocketVisit(key, connector.on(channel), visitor, request, bytes);
        key.attach(visit);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), request.port()));
        return visit;
    }

    @Override
    public void poll(long millis) throws IOException {
        selector.select(SocketVisits::onReady, millis);
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void closeAll() throws IOException {
        selector.selectNow();
    }

    static void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    private static void onReady(SelectionKey key) {
        ((SocketVisit) key.attachment()).onReady(System.nanoTime());
    }
}
