package sse.testkit.internal.contract;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import sse.api.spi.Transport;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.TransportAbility;

/**
 * The subject of the contract and its exceptions.
 *
 * @param transport the transport
 * @param abilities the abilities of the transport
 * @param executor the executor of its servers; empty if each creates its own
 * @param otherwise what it makes of a raw request that it cannot read as required, by the name of the request
 * @param tls the TLS context of clients; empty for clients without TLS
 */
public record ContractSetting(
        Transport transport,
        Set<TransportAbility> abilities,
        Optional<Executor> executor,
        Map<String, Set<String>> otherwise,
        Optional<SSLContext> tls) {

    /** Returns a client of the transport's server. */
    TestClient clientOf(InetSocketAddress server) {
        TestClient client = TestClient.to(server);
        return tls.map(client::withTls).orElse(client);
    }

    /** Returns the server with such a client. */
    TestServer withClient(TestServer server) {
        return tls.map(server::withTls).orElse(server);
    }

    /** Connects a socket to the transport's server. */
    Socket connect(InetSocketAddress server, int timeoutMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server, timeoutMillis);
            return tls.isPresent() ? secured(socket, tls.get()) : socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    private static Socket secured(Socket socket, SSLContext context) throws IOException {
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secured.startHandshake();
        return secured;
    }
}
