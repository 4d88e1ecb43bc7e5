package sse.benchmarks.load.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients that wait for their streams to end, and note how each does. Confined to the loop. */
final class Endings implements Looped {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final Selector selector;
    private final List<Ending> endings = new ArrayList<>();
    private final byte[] bytes = new byte[64 * 1024];

    Endings() throws IOException {
        selector = Selector.open();
    }

    /** Opens streams; each waits until its request is sent. */
    void open(int port, int streams) throws IOException {
        for (int i = 0; i < streams; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.bind(SourceAddresses.of(i));
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(REQUEST));
            channel.configureBlocking(false);
            Ending ending = new Ending();
            endings.add(ending);
            channel.register(selector, SelectionKey.OP_READ, ending);
        }
    }

    /** Returns how many streams have no head yet. */
    long awaited() {
        return endings.stream().filter(ending -> !ending.isOpen()).count();
    }

    /** Returns how many streams have not ended. */
    long open() {
        return endings.stream().filter(ending -> !ending.hasEnded()).count();
    }

    /** Returns how streams have ended, as the line that answers a command. */
    String report() {
        return "open=%d finished=%d closing=%d delays=%d cut=%d"
                .formatted(
                        open(),
                        endings.stream().filter(Ending::isFinished).count(),
                        endings.stream().filter(Ending::hasClosingEvent).count(),
                        endings.stream()
                                .filter(Ending::hasClosingEvent)
                                .mapToLong(Ending::reconnectionMillis)
                                .distinct()
                                .count(),
                        endings.stream()
                                .filter(ending -> ending.hasEnded() && !ending.isFinished())
                                .count());
    }

    @Override
    public void turn() throws IOException {
        selector.select(this::onReady);
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void closeAll() throws IOException {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            key.channel().close();
        }
        endings.clear();
        selector.selectNow();
    }

    private void onReady(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Ending ending = (Ending) key.attachment();
        try {
            int read = channel.read(ByteBuffer.wrap(bytes));
            if (read >= 0) {
                ending.accept(bytes, read);
            }
            if (read < 0 || ending.isFinished()) {
                ending.onEnd();
                channel.close();
            }
        } catch (IOException cut) {
            ending.onEnd();
            key.cancel();
        }
    }
}
