package sse.benchmarks.load.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Clients that come and leave, and what they share: a selector, one buffer, and what they count. */
final class Visitors implements Looped {
    private static final long LOOK_MILLIS = 10;

    /**
     * What the kernel takes for a visitor that does not read. Left to itself it takes tens of megabytes for one that
     * has read fast before; a hundred of those use up the memory that it has for TCP, and then it drops what is sent to
     * the others.
     */
    private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);

    private final Selector selector;
    private final Connector connector;
    private final ReceiveStats stats = new ReceiveStats();
    private final Counts counts = new Counts();
    private final byte[] bytes = new byte[256 * 1024];
    private final List<Visitor> visitors = new ArrayList<>();
    private final Queue<Abandoned> abandoned = new ArrayDeque<>();
    private Script script = new Script(0, 0, 0, new VisitTimes(Duration.ZERO));
    private long nowNanos = System.nanoTime();
    private long lookNanos = nowNanos;
    private boolean settled;

    Visitors() throws IOException {
        this(Connector.plain());
    }

    /**
     * Makes none yet.
     *
     * @param connector makes their connections
     */
    Visitors(Connector connector) throws IOException {
        this.connector = connector;
        selector = Selector.open();
    }

    /**
     * What visitors do.
     *
     * @param port where they go
     * @param payloadBytes what the data of an event must have
     * @param seed makes them do the same each time
     * @param times how long they stay and stay away
     */
    record Script(int port, int payloadBytes, long seed, VisitTimes times) {}

    /** What is counted beside events. Confined to the loop. */
    static final class Counts {
        /** Connections that were begun. */
        long visits;
        /** Visits whose first event came after a last event id was sent. */
        long resumed;
        /** Streams that the server ended after they had not been read for long. */
        long cutOff;
    }

    /** A connection that is no longer read. */
    private record Abandoned(SocketChannel channel, long dueNanos) {}

    Script script() {
        return script;
    }

    ReceiveStats stats() {
        return stats;
    }

    Counts counts() {
        return counts;
    }

    /** Returns true if visitors stay connected from now on. */
    boolean isSettled() {
        return settled;
    }

    /** Has visitors begin; they come one after the other. */
    void begin(int count, Script todo) {
        script = todo;
        for (int i = 0; i < count; i++) {
            visitors.add(new Visitor(i, this));
        }
    }

    /** Has all come back, read on and stay. */
    void settle() {
        settled = true;
        visitors.forEach(visitor -> visitor.hurry(nowNanos));
    }

    /** Returns how many visitors have no event of their present visit yet. */
    long awaited() {
        return visitors.stream().filter(visitor -> !visitor.hasEvent()).count();
    }

    /** Returns how many deliveries are still to come until all have so many publications. */
    long outstanding(long published) {
        return visitors.stream()
                .mapToLong(visitor -> visitor.outstanding(published))
                .sum();
    }

    /** Returns what has happened so far, as the line that answers a command. */
    String report() {
        return stats.report()
                + " visits=%d resumed=%d cut=%d here=%d stalled=%d abandoned=%d"
                        .formatted(
                                counts.visits,
                                counts.resumed,
                                counts.cutOff,
                                visitors.stream().filter(Visitor::isHere).count(),
                                visitors.stream().filter(Visitor::isStalled).count(),
                                abandoned.size());
    }

    @Override
    public void turn() throws IOException {
        selector.select(this::onReady, LOOK_MILLIS);
        nowNanos = System.nanoTime();
        if (nowNanos - lookNanos < 0) {
            return;
        }
        lookNanos = nowNanos + LOOK_NANOS;
        for (Visitor visitor : visitors) {
            visitor.onTime(nowNanos);
        }
        for (Abandoned each = abandoned.peek();
                each != null && nowNanos - each.dueNanos() >= 0;
                each = abandoned.peek()) {
            reset(abandoned.remove().channel());
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    /** Disconnects every visitor permanently. */
    @Override
    public void closeAll() throws IOException {
        for (Visitor visitor : visitors) {
            visitor.quit();
        }
        visitors.clear();
        for (Abandoned each : abandoned) {
            reset(each.channel());
        }
        abandoned.clear();
        selector.selectNow();
    }

    /** Begins to connect a visitor, whose key has its socket. */
    SelectionKey connect(int index, Visitor visitor) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        channel.bind(SourceAddresses.of(index));
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, visitor);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), script.port()));
        return key;
    }

    /** Keeps a connection that is not read, and takes it out of the selector. */
    void abandon(SocketChannel channel, long now) {
        abandoned.add(new Abandoned(channel, now + script.times().abandonedNanos()));
    }

    /** Reads what there is into {@link #bytes}, and returns how much, negative at the end. */
    int read(Connection connection) throws IOException {
        return connection.read(ByteBuffer.wrap(bytes));
    }

    Connection connectionOn(SocketChannel channel) throws IOException {
        return connector.on(channel);
    }

    byte[] bytes() {
        return bytes;
    }

    static void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    private void onReady(SelectionKey key) {
        ((Visitor) key.attachment()).onReady(System.nanoTime());
    }
}
