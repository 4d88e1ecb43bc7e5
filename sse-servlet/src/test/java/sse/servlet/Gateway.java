package sse.servlet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http2.api.Session;

/**
 * Passes requests of HTTP/1.1 on to a container over HTTP/2, so that what is proved by clients of HTTP/1.1 can be
 * proved there. Each client has an HTTP/2 connection of its own, which ends with the gateway. A client that disconnects
 * resets its stream, as a browser does; a client that does not read stops the reading of its response, by which the
 * stream's window shuts. A response that is reset is cut.
 */
final class Gateway implements AutoCloseable {
    /** Small, so that a stream stalls soon after its client. */
    private static final int SEND_BUFFER_BYTES = 8 * 1024;

    private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final Executor threads = task -> {
        // The contract does not count threads of this name among those of the server.
        Thread thread = new Thread(task, "contract-gateway");
        thread.setDaemon(true);
        thread.start();
    };
    private final InetSocketAddress container;
    private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();

    private Gateway(InetSocketAddress container) throws IOException {
        this.container = container;
        threads.execute(this::accept);
    }

    /** Starts a gateway to a container that speaks HTTP/2 over TLS. */
    static Gateway to(TestContainer container) throws IOException {
        return new Gateway(container.address());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                socket.setSendBufferSize(SEND_BUFFER_BYTES);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The gateway is closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            GatewayInput input = new GatewayInput(socket.getInputStream());
            threads.execute(input::receive);
            new GatewayConnection(container, input, socket.getOutputStream(), threads).run(sessions::add);
        } catch (IOException gone) {
            // The client, or the container.
        }
    }

    /** Accepts no more clients, and ends the connections to the container, by which the other clients end. */
    @Override
    public void close() throws IOException {
        listener.close();
        sessions.forEach(GatewaySessions::close);
    }
}
