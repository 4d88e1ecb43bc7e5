package sse.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.IntrospectionUtils;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import sse.testkit.internal.tls.SelfSignedKeys;

/** Tomcat, of the version on the class path. */
final class TomcatContainer implements TestContainer {
    /** How long Tomcat waits for asynchronous requests before it stops an application; 2 s by default. */
    private static final int UNLOAD_MILLIS = 100;

    private final Tomcat tomcat = new Tomcat();
    private final Path directory;
    private final Connector connector;

    private TomcatContainer(String contextPath, Application application, Set<ContainerOption> options)
            throws IOException, LifecycleException {
        directory = Files.createTempDirectory("tomcat");
        tomcat.setBaseDir(directory.toString());
        connector = connector(options);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext(contextPath, null);
        context.addServletContainerInitializer((types, servletContext) -> application.onStartup(servletContext), null);
        if (options.contains(ContainerOption.ERROR_PAGE)) {
            ErrorPage page = new ErrorPage();
            page.setErrorCode(404);
            page.setLocation("/error-page");
            context.addErrorPage(page);
        }
        StandardContext settings = (StandardContext) context;
        settings.setUnloadDelay(UNLOAD_MILLIS);
        // It would warn that the test's JVM is not open to it.
        settings.setClearReferencesThreadLocals(false);
        settings.setClearReferencesRmiTargets(false);
        // Of Tomcat 10.1 only.
        IntrospectionUtils.setProperty(settings, "clearReferencesObjectStreamClassCaches", "false");
        tomcat.start();
    }

    static TestContainer start(String contextPath, Application application, Set<ContainerOption> options)
            throws IOException, LifecycleException {
        return new TomcatContainer(contextPath, application, options);
    }

    static TestContainer start(String contextPath, Application application) throws IOException, LifecycleException {
        return start(contextPath, application, Set.of());
    }

    /** Returns a connector for a free port. */
    static Connector connector(Set<ContainerOption> options) {
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        connector.setEncodedSolidusHandling("passthrough");
        connector.setProperty("maxKeepAliveRequests", "-1");
        if (options.contains(ContainerOption.VIRTUAL_THREADS)) {
            connector.setProperty("useVirtualThreads", "true");
        }
        if (options.contains(ContainerOption.COMPRESSION)) {
            connector.setProperty("compression", "force");
        }
        if (options.contains(ContainerOption.TLS)) {
            secure(connector);
        }
        Http2Protocol http2 = new Http2Protocol();
        // It closes connections whose content comes in small frames otherwise.
        http2.setOverheadDataThreshold(0);
        connector.addUpgradeProtocol(http2);
        return connector;
    }

    private static void secure(Connector connector) {
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(TestTls.keyStore());
        certificate.setCertificateKeystorePassword(SelfSignedKeys.PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
    }

    @Override
    public String scheme() {
        return connector.getScheme();
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    }

    @Override
    public void stopServer() {
        try {
            tomcat.stop();
        } catch (LifecycleException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
            TestFiles.delete(directory);
        } catch (LifecycleException failure) {
            throw new IllegalStateException(failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
