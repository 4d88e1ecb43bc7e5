package sse.benchmarks.load.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Subscribers on sockets, and what they share: a selector, one buffer, what they count, and the connection on which the
 * server's process receives an acknowledgement for each complete publication.
 */
final class SocketSubscribers implements Subscribers {
    private static final byte[] REQUEST = String.join(
                    "\r\n",
                    "GET / HTTP/1.1",
                    "Host: localhost",
                    "Accept: text/event-stream",
                    "Accept-Encoding: gzip",
                    "",
                    "")
            .getBytes(StandardCharsets.US_ASCII);
    /** Fewer than the backlog of any server, which is 50 for most: one that overflows costs a second. */
    private static final int OPENING_AT_ONCE = 32;

    private static final long SELECT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final byte[] ACK_BYTES = new byte[1024];

    private final Selector selector;
    private final Connector connector;
    private final ReceiveStats stats = new ReceiveStats();
    private final byte[] bytes = new byte[256 * 1024];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private final List<SocketChannel> stalled = new ArrayList<>();
    private @Nullable SocketChannel control;
    private Posting posting = new Posting(List.of());
    private Completion completion = new Completion(0);
    private long nowNanos;
    private @Nullable Opening opening;

    SocketSubscribers() throws IOException {
        this(Connector.plain());
    }

    /**
     * Makes subscribers without streams.
     *
     * @param connector makes their connections
     */
    SocketSubscribers(Connector connector) throws IOException {
        this.connector = connector;
        selector = Selector.open();
    }

    @Override
    public ReceiveStats stats() {
        return stats;
    }

    @Override
    public void connectControl(int port) throws IOException {
        control = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        control.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public void open(int port, int streams, int payloadBytes, CompletableFuture<String> answer) throws IOException {
        completion = new Completion(streams);
        opening = new Opening(port, streams, payloadBytes, answer);
        for (int i = 0; i < Math.min(OPENING_AT_ONCE, streams); i++) {
            openNext(opening);
        }
    }

    @Override
    public void stall(int port, int streams) throws IOException {
        for (int i = 0; i < streams; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            stalled.add(channel);
            Connection connection = connector.on(channel);
            connection.send(REQUEST);
            while (!connection.isSent()) {
                connection.read(buffer.clear());
            }
        }
    }

    /** Closes by a reset, so that ports are free again at once. */
    @Override
    public void closeAll() throws IOException {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            reset((SocketChannel) key.channel());
        }
        for (SocketChannel channel : stalled) {
            reset(channel);
        }
        stalled.clear();
        selector.selectNow();
    }

    @Override
    public long outstanding(long published) {
        return completion.outstanding(published);
    }

    @Override
    public void openPosters(int port, int connections, int payloadBytes) throws IOException {
        List<Poster> posters = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Poster poster = new Poster(channel, payloadBytes, this::fail);
            channel.register(selector, SelectionKey.OP_READ, poster);
            posters.add(poster);
        }
        posting = new Posting(posters);
    }

    @Override
    public Posting posting() {
        return posting;
    }

    @Override
    public void turn() throws IOException {
        posting.post(completion.completed());
        select(posting.idleNanos());
    }

    /** The selector's timeout has milliseconds; what is shorter is spent looking. */
    private void select(long idleNanos) throws IOException {
        if (idleNanos == Long.MAX_VALUE) {
            selector.select(this::onReady);
        } else if (idleNanos > 2 * SELECT_NANOS) {
            selector.select(this::onReady, idleNanos / SELECT_NANOS - 1);
        } else {
            selector.selectNow(this::onReady);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    /** Does what a selected channel is ready for. */
    private void onReady(SelectionKey key) {
        Selected selected = (Selected) key.attachment();
        try {
            selected.onReady();
        } catch (IOException failure) {
            selected.onFailure(failure);
        }
    }

    /** Counts an event of what was just read. */
    void onDelivery(long publishedNanos) {
        stats.delivered(publishedNanos, nowNanos);
    }

    /** Notes how far a subscriber is, and passes on what is complete by that. */
    void onProgress(int subscriber, long sequence) {
        long acks = completion.advance(subscriber, sequence);
        SocketChannel ackChannel = control;
        while (acks > 0 && ackChannel != null) {
            try {
                acks -= ackChannel.write(ByteBuffer.wrap(ACK_BYTES, 0, (int) Math.min(acks, ACK_BYTES.length)));
            } catch (IOException gone) {
                fail(gone);
                return;
            }
        }
    }

    /** Connects and asks while it blocks, which on loopback is no wait, and saves a turn of the selector. */
    private void openNext(Opening current) throws IOException {
        int index = current.begin();
        SocketChannel channel = SocketChannel.open();
        channel.bind(SourceAddresses.of(index));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), current.port()));
        Connection connection = connector.on(channel);
        connection.send(REQUEST);
        channel.configureBlocking(false);
        channel.register(
                selector, SelectionKey.OP_READ, new Subscriber(index, connection, current.payloadBytes(), this));
    }

    void read(Subscriber subscriber) throws IOException {
        buffer.clear();
        int read = subscriber.connection().read(buffer);
        if (read < 0) {
            throw new IOException("stream must not end: connection closed");
        }
        nowNanos = System.nanoTime();
        stats.received(read);
        boolean wasOpen = subscriber.isOpen();
        subscriber.accept(bytes, read);
        if (!wasOpen && subscriber.isOpen()) {
            onOpen();
        }
    }

    private void onOpen() throws IOException {
        Opening current = opening;
        if (current == null) {
            return;
        }
        if (current.opened()) {
            opening = null;
        } else if (current.hasMore()) {
            openNext(current);
        }
    }

    void onFailure(Subscriber subscriber, IOException failure) {
        fail(failure);
        try {
            subscriber.connection().channel().close();
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private void fail(IOException failure) {
        stats.fail(failure);
        if (opening != null) {
            opening.fail(failure);
            opening = null;
        }
    }

    private static void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }
}
