package sse.integration.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP relay that can stall: afterwards it neither reads, forwards nor closes, as after a cut cable. Neither side is
 * notified.
 */
final class StallingRelay implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Thread accepting = new Thread(this::accept, "relay-accept");

    // Guarded by this.
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    // Written by the test, read by the relay's threads.
    private volatile boolean stalled;

    StallingRelay(InetSocketAddress server) throws IOException {
        this.server = server;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        accepting.start();
    }

    /** Returns the address that clients connect to. */
    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Stops forwarding and keeps every connection open. */
    void stall() {
        stalled = true;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        listener.close();
        accepting.join();
        for (Socket socket : all(sockets)) {
            socket.close();
        }
        for (Thread thread : all(threads)) {
            thread.join();
        }
    }

    private synchronized <T> List<T> all(List<T> of) {
        return List.copyOf(of);
    }

    private void accept() {
        try {
            while (true) {
                join(listener.accept(), new Socket(server.getAddress(), server.getPort()));
            }
        } catch (IOException closed) {
            // Closed by the test.
            stalled = true;
        }
    }

    private synchronized void join(Socket client, Socket toServer) {
        sockets.add(client);
        sockets.add(toServer);
        threads.add(new Thread(() -> pump(client, toServer), "relay-up"));
        threads.add(new Thread(() -> pump(toServer, client), "relay-down"));
        threads.subList(threads.size() - 2, threads.size()).forEach(Thread::start);
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try {
            for (int count = 0;
                    count >= 0 && !stalled;
                    count = from.getInputStream().read(buffer)) {
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException gone) {
            if (!stalled) {
                throw new UncheckedIOException(gone);
            }
        }
    }
}
