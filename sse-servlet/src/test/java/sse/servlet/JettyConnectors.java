package sse.servlet;

import java.net.InetAddress;
import java.util.Set;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Servers and connectors of Jetty 12.1, which are the same for every version of the servlet specification. */
final class JettyConnectors {
    private JettyConnectors() {}

    static Server server(Set<ContainerOption> options) {
        QueuedThreadPool threads = new QueuedThreadPool();
        if (options.contains(ContainerOption.VIRTUAL_THREADS)) {
            threads.setVirtualThreadsExecutor(VirtualThreads.executor());
        }
        return new Server(threads);
    }

    /** Adds a connector for a free port. */
    static ServerConnector add(Server server, Set<ContainerOption> options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.from("RFC3986,AMBIGUOUS_PATH_SEPARATOR"));
        ServerConnector connector = options.contains(ContainerOption.TLS) ? secure(server, http) : clear(server, http);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        return connector;
    }

    private static ServerConnector clear(Server server, HttpConfiguration http) {
        return new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    }

    private static ServerConnector secure(Server server, HttpConfiguration http) {
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(TestTls.context());
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        return new ServerConnector(
                server,
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(http),
                new HttpConnectionFactory(http));
    }
}
