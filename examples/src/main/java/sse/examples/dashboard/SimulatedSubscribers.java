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
 * Clients of an event stream, each with a socket of its own, that read what they get and throw it away. One that loses
 * its connection comes back as a browser does: after a while, and with a last event id. Thread-safe; closed by
 * {@link #close()}.
 *
 * <p>Callers only say how many there shall be. One thread brings that about: it connects who is missing, a hundred at a
 * time so that the server's queue of connections does not overflow, and leaves with who is too many.
 */
final class SimulatedSubscribers implements AutoCloseable {
    private static final int MOST = 8_000;
    private static final int CONNECTING_AT_ONCE = 100;

    /** What the process needs its other files for. */
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
    private final Queue<Long> comebacks = new PriorityQueue<>();
    private final ByteBuffer trash = ByteBuffer.allocateDirect(64 * 1024);
    private final Random random = new Random();

    /** Something that is done with a connection. */
    @FunctionalInterface
    private interface Step {
        void run(SocketChannel channel) throws IOException;
    }

    /**
     * Makes none yet.
     *
     * @param path of the stream
     * @param lastEventId the id that one who connects has seen last; the empty text for none
     */
    SimulatedSubscribers(String path, Supplier<String> lastEventId) {
        this.path = path;
        this.lastEventId = lastEventId;
    }

    /** Lets them connect to a server on this machine. Called once. */
    void start(int port) {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Thread thread = new Thread(() -> run(server), "simulated-subscribers");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns how many there shall be. */
    int wanted() {
        return wanted.get();
    }

    /** Lets there be more, all or none. Says whether there may be so many. */
    boolean add(int count) {
        int before = wanted.getAndUpdate(now -> now + count <= most ? now + count : now);
        selector.wakeup();
        return before + count <= most;
    }

    /** Says, for people, how many there may be, and why. */
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

    /** Lets there be none. */
    void removeAll() {
        wanted.set(0);
        selector.wakeup();
    }

    /** Ends all of them and the thread. Returns at once. */
    @Override
    public void close() {
        closed = true;
        removeAll();
    }

    private void run(InetSocketAddress server) {
        try (selector) {
            while (!closed) {
                settle(server);
                selector.select(this::ready, untilNextComeback());
            }
            settle(server);
        } catch (IOException noSelector) {
            throw new UncheckedIOException(noSelector);
        }
    }

    /** Brings their number nearer to what is wanted. */
    private void settle(InetSocketAddress server) {
        int missing = wanted.get() - connecting.size() - connected.size() - comebacks.size();
        for (; missing < 0; missing++) {
            removeOne();
        }
        while (connecting.size() < CONNECTING_AT_ONCE) {
            if (missing > 0) {
                missing--;
            } else if (!comebacks.isEmpty() && comebacks.element() <= sinceStart()) {
                comebacks.remove();
            } else {
                return;
            }
            connect(server);
        }
    }

    private void removeOne() {
        if (comebacks.poll() != null) {
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
            comeBackLater();
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
                readOn(key);
            }
        });
    }

    private void ask(SelectionKey key) throws IOException {
        String id = lastEventId.get();
        ByteBuffer request = StandardCharsets.UTF_8.encode("GET " + path + " HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Accept: text/event-stream\r\n"
                + (id.isEmpty() ? "" : "Last-Event-ID: " + id + "\r\n")
                + "\r\n");
        channel(key).write(request);
        if (request.hasRemaining()) {
            throw new IOException("request must fit into the buffer of a new socket: " + request.limit() + " bytes");
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void readOn(SelectionKey key) throws IOException {
        if (channel(key).read(trash.clear()) < 0) {
            throw new EOFException("the server has ended the stream");
        }
        if (connecting.remove(key)) {
            connected.add(key);
        }
    }

    /** Goes on with one. If that fails, it has lost its connection. */
    private void attempt(SelectionKey key, Step step) {
        try {
            step.run(channel(key));
        } catch (IOException lost) {
            connecting.remove(key);
            connected.remove(key);
            close(key);
            comeBackLater();
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

    private void comeBackLater() {
        comebacks.add(sinceStart() + TimeUnit.MILLISECONDS.toNanos(1_000 + random.nextInt(4_000)));
    }

    /** Returns how long to wait for events at most, in milliseconds; zero for as long as it takes. */
    private long untilNextComeback() {
        if (comebacks.isEmpty() || connecting.size() >= CONNECTING_AT_ONCE) {
            return 0;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(comebacks.element() - sinceStart()) + 1);
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
