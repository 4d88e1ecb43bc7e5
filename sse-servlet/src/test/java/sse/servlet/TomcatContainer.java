package sse.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;

/** Tomcat, of the version on the class path. */
final class TomcatContainer implements TestContainer {
    /** How long Tomcat waits for asynchronous requests before it stops an application; 2 s by default. */
    private static final int UNLOAD_MILLIS = 100;

    private final Tomcat tomcat = new Tomcat();
    private final Path directory;
    private final Connector connector;

    private TomcatContainer(String contextPath, Application application) throws IOException, LifecycleException {
        directory = Files.createTempDirectory("tomcat");
        tomcat.setBaseDir(directory.toString());
        connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        connector.setEncodedSolidusHandling("passthrough");
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.addUpgradeProtocol(new Http2Protocol());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext(contextPath, null);
        context.addServletContainerInitializer((types, servletContext) -> application.onStartup(servletContext), null);
        StandardContext settings = (StandardContext) context;
        settings.setUnloadDelay(UNLOAD_MILLIS);
        // It would warn that the test's JVM is not open to it.
        settings.setClearReferencesThreadLocals(false);
        settings.setClearReferencesRmiTargets(false);
        tomcat.start();
    }

    static TestContainer start(String contextPath, Application application) throws IOException, LifecycleException {
        return new TomcatContainer(contextPath, application);
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
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
