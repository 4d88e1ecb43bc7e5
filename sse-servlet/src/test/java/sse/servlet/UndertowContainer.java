package sse.servlet;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/** Undertow 2.3, and 2.4 where its class path has that. */
final class UndertowContainer implements TestContainer {
    private final boolean secure;
    private final DeploymentManager application;
    private final Undertow server;

    private UndertowContainer(String contextPath, Application application, Set<ContainerOption> options)
            throws ServletException {
        secure = options.contains(ContainerOption.TLS);
        ServletContainerInitializer initializer = (types, context) -> application.onStartup(context);
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowContainer.class.getClassLoader())
                .setContextPath(contextPath.isEmpty() ? "/" : contextPath)
                .setDeploymentName("test")
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of()));
        if (options.contains(ContainerOption.ERROR_PAGE)) {
            deployment.addErrorPage(Servlets.errorPage("/error-page", 404));
        }
        this.application = Servlets.newContainer().addDeployment(deployment);
        this.application.deploy();
        HttpHandler handler =
                new PathHandler().addPrefixPath(contextPath.isEmpty() ? "/" : contextPath, this.application.start());
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        Undertow.Builder builder = Undertow.builder();
        server = (secure ? builder.addHttpsListener(0, host, TestTls.context()) : builder.addHttpListener(0, host))
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                // 2 MiB unless set, beyond which it answers 400 itself.
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setHandler(options.contains(ContainerOption.COMPRESSION) ? compressing(handler) : handler)
                .build();
        server.start();
    }

    static TestContainer start(String contextPath, Application application, Set<ContainerOption> options)
            throws ServletException {
        return new UndertowContainer(contextPath, application, options);
    }

    private static HttpHandler compressing(HttpHandler handler) {
        return new EncodingHandler(
                handler, new ContentEncodingRepository().addEncodingHandler("gzip", new GzipEncodingProvider(), 50));
    }

    @Override
    public String scheme() {
        return secure ? "https" : "http";
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    }

    @Override
    public void stopServer() {
        server.stop();
        stopApplication();
    }

    /** Stops the application before the server, which would close the connections first. */
    @Override
    public void close() {
        stopApplication();
        server.stop();
    }

    private void stopApplication() {
        try {
            if (application.getState() == DeploymentManager.State.STARTED) {
                application.stop();
                application.undeploy();
            }
        } catch (ServletException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
