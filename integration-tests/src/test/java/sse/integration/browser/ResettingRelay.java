package sse.integration.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** A TCP relay that forwards each byte as it arrives, and resets one connection after a text that the test sets. */
final class ResettingRelay implements AutoCloseable {
    /** Never sent by a server. */
    private static final String NOWHERE = "\n\0\n";

    private final ServerSocket listener;
    private final int upstream;

    // Written by the accepting thread, read by close.
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    // Written by the test, cleared by the thread that finds it.
    private final AtomicReference<String> place = new AtomicReference<>(NOWHERE);

    private ResettingRelay(ServerSocket listener, int upstream) {
        this.listener = listener;
        this.upstream = upstream;
    }

    /** Starts a relay to a port of this machine. */
    static ResettingRelay before(int upstream) throws IOException {
        ResettingRelay relay = new ResettingRelay(new ServerSocket(0), upstream);
        start("accept", relay::accept);
        return relay;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Resets the first connection on which the server sends a text, directly after it. */
    void resetAfter(String text) {
        place.set(text);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream);
                sockets.add(client);
                sockets.add(server);
                client.setTcpNoDelay(true);
                start("up", () -> pass(client, server, false));
                start("down", () -> pass(server, client, true));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, boolean mayReset) {
        StringBuilder last = new StringBuilder();
        // The end of one direction closes both.
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                out.write(next);
                String end = place.get();
                last.append((char) next).delete(0, Math.max(0, last.length() - end.length()));
                if (mayReset && end.contentEquals(last) && place.compareAndSet(end, NOWHERE)) {
                    // With a linger time of 0, close sends a reset.
                    to.setSoLinger(true, 0);
                    from.setSoLinger(true, 0);
                    return;
                }
            }
        } catch (IOException ended) {
            // Closed by the client, the server or the test.
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "relay-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
