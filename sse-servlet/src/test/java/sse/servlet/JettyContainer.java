package sse.servlet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.component.LifeCycle;

/** Jetty 12.1, with an application of any version of the servlet specification. */
final class JettyContainer implements TestContainer {
    private final boolean secure;
    private final Server server;
    private final Handler application;
    private final ServerConnector connector;

    private JettyContainer(Handler application, Set<ContainerOption> options) throws Exception {
        this.application = application;
        secure = options.contains(ContainerOption.TLS);
        server = JettyConnectors.server(options);
        connector = JettyConnectors.add(server, options);
        server.setHandler(options.contains(ContainerOption.COMPRESSION) ? new GzipHandler(application) : application);
        server.start();
    }

    static TestContainer start(Handler application, Set<ContainerOption> options) throws Exception {
        return new JettyContainer(application, options);
    }

    @Override
    public String scheme() {
        return secure ? "https" : "http";
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    }

    @Override
    public void stopServer() {
        LifeCycle.stop(server);
    }

    /** Stops the application before the server, which would close the connections first. */
    @Override
    public void close() {
        LifeCycle.stop(application);
        LifeCycle.stop(server);
    }
}
