package sse.testkit.internal.memory;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The ports of this JVM's servers in memory. Thread-safe. */
public final class MemoryNetwork {
    /** The host name in addresses of servers in memory. It is not resolvable. */
    public static final String HOST = "memory";

    private static final int FIRST_FREE = 49_152;
    private static final int LAST_FREE = 65_535;
    private static final Map<Integer, MemoryServer> SERVERS = new ConcurrentHashMap<>();

    private MemoryNetwork() {}

    /** Connects to the server at a port, with a window, in bytes, for what the server sends. */
    public static MemoryClientConnection connect(int port, int windowBytes) throws IOException {
        MemoryServer server = SERVERS.get(port);
        if (server == null) {
            throw new ConnectException("no server listens on " + HOST + ":" + port);
        }
        return server.connect(windowBytes);
    }

    static InetSocketAddress bind(InetSocketAddress wanted, MemoryServer server) throws IOException {
        if (wanted.getPort() == 0) {
            return bindFree(server);
        }
        if (SERVERS.putIfAbsent(wanted.getPort(), server) != null) {
            throw new BindException("port of a server in memory must be free: " + HOST + ":" + wanted.getPort());
        }
        return InetSocketAddress.createUnresolved(HOST, wanted.getPort());
    }

    static void unbind(InetSocketAddress address, MemoryServer server) {
        SERVERS.remove(address.getPort(), server);
    }

    private static InetSocketAddress bindFree(MemoryServer server) throws IOException {
        for (int port = FIRST_FREE; port <= LAST_FREE; port++) {
            @Nullable MemoryServer other = SERVERS.putIfAbsent(port, server);
            if (other == null) {
                return InetSocketAddress.createUnresolved(HOST, port);
            }
        }
        throw new BindException("no port is free: " + HOST + ":0");
    }
}
