package sse.nio.internal.loop;

import java.nio.channels.SocketChannel;

/** Receives the sockets that the acceptor assigns to one loop. */
public interface SocketReceiver {
    /** Returns the loop. */
    EventLoop loop();

    /** Serves a socket, which is non-blocking, from now on. Called on the loop. If it throws, the socket is closed. */
    void assign(SocketChannel socket);
}
