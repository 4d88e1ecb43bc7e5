package sse.benchmarks.load.client;

import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes connections in TLS to a server on this host, whatever its certificate. They resume each other's sessions. */
final class TlsConnector implements Connector {
    private static final String HOST = "localhost";
    private static final int ANY_PORT = 1;

    private final SSLContext context;

    TlsConnector() {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("JDK must have TLS", missing);
        }
    }

    @Override
    public Connection on(SocketChannel channel) {
        // The port is a name for sessions: one process has one server.
        SSLEngine engine = context.createSSLEngine(HOST, ANY_PORT);
        engine.setUseClientMode(true);
        return new TlsConnection(channel, engine);
    }

    /** Trusts the certificate that a server has just made for itself. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
