package sse.servlet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** Jetty 12.1 with EE 11. */
final class JettyEe11Container implements TestContainer {
    private final Server server = new Server();
    private final ServletContextHandler application;
    private final ServerConnector connector;

    private JettyEe11Container(String contextPath, Application application) throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.from("RFC3986,AMBIGUOUS_PATH_SEPARATOR"));
        connector =
                new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        this.application =
                new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath, ServletContextHandler.SESSIONS);
        this.application.addServletContainerInitializer((types, context) -> application.onStartup(context));
        this.application.getServletHandler().setDecodeAmbiguousURIs(true);
        server.setHandler(this.application);
        server.start();
    }

    static TestContainer start(String contextPath, Application application) throws Exception {
        return new JettyEe11Container(contextPath, application);
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    }

    /** Stops the application before the server, which would close the connections first. */
    @Override
    public void close() {
        LifeCycle.stop(application);
        LifeCycle.stop(server);
    }
}
