package sse.benchmarks.load.read;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The server that clients read from: one selector that sends bytes it has ready, so that it costs as little as a server
 * in Java can. {@code GET /flood} gets the block of {@link ReaderEvents} over and over, as fast as the socket takes it;
 * any other request gets the first event and then nothing.
 */
final class ReaderServer implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final int REQUEST_BYTES = 4096;
    private static final long BUCKET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    // Immutable after construction.
    private final Selector selector;
    private final ByteBuffer block;
    private final ByteBuffer single;
    private final int port;
    private final Thread thread;

    // Written by any thread, read by the loop.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    // Written by the loop, read by any thread.
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile int peak;

    // Confined to the loop.
    private @Nullable ServerSocketChannel listener;
    private long listenNanos;
    private long bucket = -1;
    private int inBucket;

    ReaderServer(int payloadBytes) throws IOException {
        selector = Selector.open();
        block = ReaderEvents.chunk(ReaderEvents.COUNT, payloadBytes);
        single = ReaderEvents.chunk(1, payloadBytes);
        port = listen(0);
        thread = new Thread(this::run, "reader-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return port;
    }

    /** Returns how many streams are open. */
    int streams() {
        return streams.get();
    }

    /** Returns how many connections came since the last restart. */
    int accepted() {
        return accepted.get();
    }

    /** Returns how many of those came in the tenth of a second in which most came. */
    int peak() {
        return peak;
    }

    /**
     * Closes all connections, and listens at the same port again after a time.
     *
     * @return when it listens, as {@link System#nanoTime} tells
     */
    long restart(long downMillis) throws InterruptedException {
        var listening = new SynchronousQueue<Long>();
        tasks.add(() -> {
            closeAll();
            accepted.set(0);
            peak = 0;
        });
        selector.wakeup();
        Thread.sleep(downMillis);
        tasks.add(() -> {
            try {
                int again = listen(port);
                if (again != port) {
                    throw new IOException("port must be the same: " + again);
                }
                listening.put(listenNanos);
            } catch (IOException failure) {
                throw new IllegalStateException("server must listen again", failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        selector.wakeup();
        return listening.take();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private int listen(int at) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(at), BACKLOG);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_ACCEPT);
        listener = channel;
        listenNanos = System.nanoTime();
        bucket = -1;
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::onReady);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            closeAll();
            selector.close();
        } catch (IOException failure) {
            throw new IllegalStateException("selector must work", failure);
        }
    }

    private void onReady(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isReadable()) {
                read(key);
            } else {
                write(key);
            }
        } catch (IOException gone) {
            close(key);
        }
    }

    private void accept() throws IOException {
        ServerSocketChannel from = listener;
        for (SocketChannel next = from == null ? null : from.accept(); from != null && next != null; ) {
            count();
            next.configureBlocking(false);
            next.setOption(StandardSocketOptions.TCP_NODELAY, true);
            next.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(REQUEST_BYTES));
            next = from.accept();
        }
    }

    private void count() {
        long now = (System.nanoTime() - listenNanos) / BUCKET_NANOS;
        inBucket = now == bucket ? inBucket + 1 : 1;
        bucket = now;
        accepted.incrementAndGet();
        peak = Math.max(peak, inBucket);
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer request = (ByteBuffer) key.attachment();
        if (channel.read(request) < 0) {
            throw new IOException("client has closed the connection");
        }
        int end = request.position();
        boolean whole = end >= 4
                && request.get(end - 4) == '\r'
                && request.get(end - 3) == '\n'
                && request.get(end - 2) == '\r'
                && request.get(end - 1) == '\n';
        if (!whole) {
            return;
        }
        streams.incrementAndGet();
        boolean flood = request.get("GET /".length()) == 'f';
        request.clear();
        channel.write(ReaderEvents.head());
        if (flood) {
            key.attach(block.duplicate());
            key.interestOps(SelectionKey.OP_WRITE);
        } else {
            channel.write(single.duplicate());
        }
    }

    private static void write(SelectionKey key) throws IOException {
        ByteBuffer block = (ByteBuffer) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        channel.write(block);
        if (!block.hasRemaining()) {
            block.rewind();
        }
    }

    private void close(SelectionKey key) {
        streams.decrementAndGet();
        try {
            key.channel().close();
        } catch (IOException alsoFailed) {
            throw new IllegalStateException("channel must close", alsoFailed);
        }
    }

    private void closeAll() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            try {
                key.channel().close();
            } catch (IOException failure) {
                throw new IllegalStateException("channel must close", failure);
            }
        }
        streams.set(0);
        listener = null;
        try {
            selector.selectNow();
        } catch (IOException failure) {
            throw new IllegalStateException("selector must work", failure);
        }
    }
}
