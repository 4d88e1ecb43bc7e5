package sse.servlet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.component.LifeCycle;

/** Jetty 12.1 with EE 11. */
final class JettyEe11Container implements TestContainer {
    private final boolean secure;
    private final Server server;
    private final ServletContextHandler application;
    private final ServerConnector connector;

    private JettyEe11Container(String contextPath, Application application, Set<ContainerOption> options)
            throws Exception {
        secure = options.contains(ContainerOption.TLS);
        server = JettyConnectors.server(options);
        connector = JettyConnectors.add(server, options);
        this.application =
                new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath, ServletContextHandler.SESSIONS);
        this.application.addServletContainerInitializer((types, context) -> application.onStartup(context));
        this.application.getServletHandler().setDecodeAmbiguousURIs(true);
        if (options.contains(ContainerOption.ERROR_PAGE)) {
            ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
            pages.addErrorPage(404, "/error-page");
            this.application.setErrorHandler(pages);
        }
        server.setHandler(
                options.contains(ContainerOption.COMPRESSION) ? new GzipHandler(this.application) : this.application);
        server.start();
    }

    static TestContainer start(String contextPath, Application application, Set<ContainerOption> options)
            throws Exception {
        return new JettyEe11Container(contextPath, application, options);
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
