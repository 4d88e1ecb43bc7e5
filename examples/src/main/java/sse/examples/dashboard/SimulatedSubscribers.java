package sse.examples.dashboard;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Clients of an event stream, each with a socket of its own, that read and discard what they receive. One that loses
 * its connection reconnects as a browser does: after a while, and with a last event ID. Thread-safe; closed by
 * {@link #close()}.
 *
 * <p>Callers set the number that is wanted. One thread connects those that are missing, a hundred at a time so that the
 * server's backlog does not overflow, and disconnects those that are too many.
 */
final class SimulatedSubscribers implements AutoCloseable {
    private static final int MOST = 8_000;
    private static final int CONNECTING_AT_ONCE = 100;

    /** How many files the process needs otherwise. */
    private static final int OTHER_FILES = 500;

    private final String path;
    private final Supplier<String> lastEventId;
    private final long mostFiles = mostFiles();
    private final int most = (int) Math.max(0, Math.min(MOST, (mostFiles - OTHER_FILES) / 2));
    private final Selector selector = openSelector();
    private final long start = System.nanoTime();

    // Written by any thread, read by the loop.
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile boolean closed;

    // Confined to the loop. Each subscriber is in one of the first three.
    private final Set<SelectionKey> connecting = new LinkedHashSet<>();
    private final Set<SelectionKey> connected = new LinkedHashSet<>();
    private final Queue<Long> reconnectTimes = new PriorityQueue<>();
    private final ByteBuffer discarded = ByteBuffer.allocateDirect(64 * 1024);
    private final Random random = new Random();

    /** An action on a connection. */
    @FunctionalInterface
    private interface Step {
        void run(SocketChannel channel) throws IOException;
    }

    /**
     * Starts with no subscribers.
     *
     * @param path of the stream
     * @param lastEventId the last event ID that a connecting subscriber sends; empty for none
     */
    SimulatedSubscribers(String path, Supplier<String> lastEventId) {
        this.path = path;
        this.lastEventId = lastEventId;
    }

    /** Starts connecting to a server on this machine. Called once. */
    void start(int port) {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Thread thread = new Thread(() -> run(server), "simulated-subscribers");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the number that is wanted. */
    int wanted() {
        return wanted.get();
    }

    /** Adds subscribers, all of them or none. Returns true if the limit allows them. */
    boolean add(int count) {
        int before = wanted.getAndUpdate(now -> now + count <= most ? now + count : now);
        selector.wakeup();
        return before + count <= most;
    }

    /** Describes the limit and its reason, for users. */
    String bound() {
        return most == MOST
                ? String.format(Locale.ROOT, "%,d simulated subscribers are as many as this example makes", MOST)
                : String.format(
                        Locale.ROOT,
                        "this process may open %,d files, which is enough for %,d simulated subscribers;"
                                + " ulimit -n allows more",
                        mostFiles,
                        most);
    }

    /** Removes all subscribers. */
    void removeAll() {
        wanted.set(0);
        selector.wakeup();
    }

    /** Disconnects all subscribers and ends the thread. Returns at once. */
    @Override
    public void close() {
        closed = true;
        removeAll();
    }

    private void run(InetSocketAddress server) {
        try (selector) {
            while (!closed) {
                adjust(server);
                selector.select(this::ready, untilNextReconnect());
            }
            adjust(server);
        } catch (IOException noSelector) {
            throw new UncheckedIOException(noSelector);
        }
    }

    /** Connects or disconnects subscribers until their number is the one that is wanted. */
    private void adjust(InetSocketAddress server) {
        int missing = wanted.get() - connecting.size() - connected.size() - reconnectTimes.size();
        for (; missing < 0; missing++) {
            removeOne();
        }
        while (connecting.size() < CONNECTING_AT_ONCE) {
            if (missing > 0) {
                missing--;
            } else if (!reconnectTimes.isEmpty() && reconnectTimes.element() <= sinceStart()) {
                reconnectTimes.remove();
            } else {
                return;
            }
            connect(server);
        }
    }

    private void removeOne() {
        if (reconnectTimes.poll() != null) {
            return;
        }
        Iterator<SelectionKey> keys = (connecting.isEmpty() ? connected : connecting).iterator();
        close(keys.next());
        keys.remove();
    }

    private void connect(InetSocketAddress server) {
        SelectionKey key;
        try {
            key = open();
        } catch (IOException noSocket) {
            reconnectLater();
            return;
        }
        connecting.add(key);
        attempt(key, channel -> {
            if (channel.connect(server)) {
                ask(key);
            }
        });
    }

    private SelectionKey open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_CONNECT);
    }

    private void ready(SelectionKey key) {
        attempt(key, channel -> {
            if (key.isConnectable()) {
                channel.finishConnect();
                ask(key);
            } else {
                read(key);
            }
        });
    }

    private void ask(SelectionKey key) throws IOException {
        String id = lastEventId.get();
        ByteBuffer request = StandardCharsets.UTF_8.encode("GET " + path + " HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Accept: text/event-stream\r\n"
                + "Connection: close\r\n"
                + (id.isEmpty() ? "" : "Last-Event-ID: " + id + "\r\n")
                + "\r\n");
        channel(key).write(request);
        if (request.hasRemaining()) {
            throw new IOException("request must fit into the buffer of a new socket: " + request.limit() + " bytes");
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void read(SelectionKey key) throws IOException {
        if (channel(key).read(discarded.clear()) < 0) {
            throw new EOFException("the server has closed the stream");
        }
        if (connecting.remove(key)) {
            connected.add(key);
        }
    }

    /** Runs the next step of a connection. If it fails, the subscriber has lost its connection. */
    private void attempt(SelectionKey key, Step step) {
        try {
            step.run(channel(key));
        } catch (IOException lost) {
            connecting.remove(key);
            connected.remove(key);
            close(key);
            reconnectLater();
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static SocketChannel channel(SelectionKey key) {
        return (SocketChannel) key.channel();
    }

    private void reconnectLater() {
        reconnectTimes.add(sinceStart() + TimeUnit.MILLISECONDS.toNanos(1_000 + random.nextInt(4_000)));
    }

    /** Returns how long to select at most, in milliseconds; zero for no limit. */
    private long untilNextReconnect() {
        if (reconnectTimes.isEmpty() || connecting.size() >= CONNECTING_AT_ONCE) {
            return 0;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(reconnectTimes.element() - sinceStart()) + 1);
    }

    private long sinceStart() {
        return System.nanoTime() - start;
    }

    private static long mostFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private static Selector openSelector() {
        try {
            return Selector.open();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
