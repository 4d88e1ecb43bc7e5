package sse.api.internal.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import sse.api.spi.Transport;

/** The server without a socket. */
@SuppressWarnings("DoNotCallSuggester")
public final class ServerCore {
    private ServerCore() {}

    /** Starts. */
    public static ServerCore start(ServerSettings settings, Transport transport) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Address. */
    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /** Count. */
    public int openStreams() {
        throw new UnsupportedOperationException();
    }

    /** Waits. */
    public void awaitClose() throws InterruptedException {}

    /** Closes. */
    public void close() {}
}
