package sse.nio.internal.loop;

import java.nio.channels.SocketChannel;

/** Receives the sockets that the acceptor assigns to one loop. */
public interface SocketReceiver {
    /** Returns the loop. */
    EventLoop loop();

    /** Returns how much the loop has to do, in idle connections. Any thread. */
    int load();

    /** Counts a socket that will be assigned. Any thread. */
    void announce();

    /**
     * Serves a socket that was announced, which is non-blocking, from now on. Called on the loop. If it throws, the
     * socket is closed.
     */
    void assign(SocketChannel socket);
}
