package sse.jdkhttp;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;

/**
 * Stops a JDK server at once, without leaving a connection open. Thread-safe.
 *
 * <p>{@code HttpServer.stop} closes the connections that it finds, and then clears the set. The server's own thread may
 * add one in between, which is never closed: its client waits for a response until its own timeout. So the server is
 * stopped on that thread, which accepts nothing meanwhile. It calls the executor for each connection with input; a
 * connection of our own has some.
 */
final class ServerStop {
    private static final int TIMEOUT_MILLIS = 5_000;

    // Immutable after construction.
    private final HttpServer server;
    private final InetSocketAddress address;

    // Written by any thread, read by the server's.
    private volatile boolean requested;

    /**
     * Creates the stop of a bound server.
     *
     * @param address where the server listens
     */
    ServerStop(HttpServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Stops the server if that has been requested. Called by the server's thread, which has a request.
     *
     * @return true if the server has been stopped and the request is not to be run
     */
    boolean runOnServerThread() {
        if (requested) {
            server.stop(0);
        }
        return requested;
    }

    /** Returns true if the server has been stopped in this way, or is about to be. */
    boolean isRequested() {
        return requested;
    }

    /** Stops a server that listens, and waits until its thread has ended. */
    void run() {
        requested = true;
        wakeUp();
        // Waits, and closes what was accepted while another call stopped the server.
        server.stop(0);
    }

    /** Connects, and waits until the connection is closed. */
    private void wakeUp() {
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(reachable(address), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write('\n');
            socket.getInputStream().read();
        } catch (IOException closed) {
            // The server has been stopped, or does not accept: then nothing is accepted meanwhile.
            return;
        }
    }

    private static InetSocketAddress reachable(InetSocketAddress bound) {
        InetAddress address =
                bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        return new InetSocketAddress(address, bound.getPort());
    }
}
