package sse.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a process and the broker, with faults. Recognizes the connections by their names. */
final class FaultyProxy implements AutoCloseable {
    /** What the next batch loses; its connection ends with it. */
    enum Loss {
        REQUEST,
        ANSWER
    }

    private static final int UNLIMITED = -1;

    private final int target;
    private final ServerSocket server;
    private final Queue<Loss> losses;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    // Guarded by this.
    private boolean cut;
    private boolean held;
    private boolean closed;
    private int remaining = UNLIMITED;
    private long followDelayMillis;

    FaultyProxy(int target, Queue<Loss> losses) {
        this.target = target;
        this.losses = losses;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Link link = new Link(server.accept());
                links.add(link);
                daemon(link::connect);
            }
        } catch (IOException ended) {
            links.forEach(Link::close);
        }
    }

    synchronized void cut() {
        cut = true;
    }

    synchronized void mend() {
        cut = false;
        notifyAll();
    }

    /** Holds what the connection that follows, or one in its place, asks for, and what the broker sends to it. */
    synchronized void hold() {
        held = true;
    }

    /** Ends the connection that is held, with what was to arrive over it. */
    void dropHeld() {
        synchronized (this) {
            if (!held) {
                return;
            }
        }
        links.stream().filter(link -> link.follows).forEach(Link::close);
    }

    synchronized void release() {
        held = false;
        notifyAll();
    }

    /** Ends the connection that follows after some more bytes. */
    synchronized void cutWithin(int bytes) {
        remaining = bytes;
    }

    /** Delays everything that the broker sends to the connection that follows. */
    synchronized void delay(long millis) {
        followDelayMillis = millis;
    }

    private synchronized void awaitAnswerPath(boolean follows) throws IOException {
        if (follows && followDelayMillis > 0) {
            awaitDelay();
        }
        awaitPath(follows);
    }

    private synchronized void awaitPath(boolean follows) throws IOException {
        while (!closed && (cut || (follows && held))) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
    }

    private void awaitDelay() throws IOException {
        long end = System.nanoTime() + followDelayMillis * 1_000_000;
        try {
            for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /** Returns how many of some bytes arrive; fewer if the connection ends there. */
    private synchronized int allowed(int bytes) {
        if (remaining == UNLIMITED || bytes < remaining) {
            remaining = remaining == UNLIMITED ? UNLIMITED : remaining - bytes;
            return bytes;
        }
        int last = remaining;
        remaining = UNLIMITED;
        return last - 1; // Marks the end, also if everything arrives.
    }

    /** A connection of the process, and that to the broker for it. */
    private final class Link {
        private final Socket client;
        private final Socket broker = new Socket();
        private volatile boolean follows;
        private volatile boolean publishes;
        private volatile boolean losesAnswer;

        Link(Socket client) {
            this.client = client;
        }

        void connect() {
            try {
                broker.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                broker.setTcpNoDelay(true);
                client.setTcpNoDelay(true);
                daemon(this::answer);
                byte[] buffer = new byte[1 << 16];
                for (int n = client.getInputStream().read(buffer);
                        n > 0;
                        n = client.getInputStream().read(buffer)) {
                    if (!passRequest(Arrays.copyOf(buffer, n))) {
                        break;
                    }
                }
            } catch (IOException ended) {
                // As the connection does.
            } finally {
                close();
            }
        }

        private boolean passRequest(byte[] bytes) throws IOException {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            follows |= text.contains("sse-follow");
            awaitPath(follows);
            publishes |= text.contains("sse-publish");
            Loss loss = publishes && text.contains("EVALSHA") ? losses.poll() : null;
            losesAnswer |= loss == Loss.ANSWER;
            if (loss == Loss.REQUEST) {
                return false;
            }
            broker.getOutputStream().write(bytes);
            return true;
        }

        private void answer() {
            byte[] buffer = new byte[1 << 16];
            try {
                for (int n = broker.getInputStream().read(buffer);
                        n > 0;
                        n = broker.getInputStream().read(buffer)) {
                    awaitAnswerPath(follows);
                    if (losesAnswer) {
                        break;
                    }
                    int arriving = follows ? allowed(n) : n;
                    client.getOutputStream().write(buffer, 0, arriving == n ? n : Math.min(n, arriving + 1));
                    if (arriving < n) {
                        break;
                    }
                }
            } catch (IOException ended) {
                // As the connection does.
            } finally {
                close();
            }
        }

        void close() {
            links.remove(this);
            try {
                client.close();
                broker.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
