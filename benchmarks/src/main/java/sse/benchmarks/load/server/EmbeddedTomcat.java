package sse.benchmarks.load.server;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;

/**
 * Tomcat 11 with its defaults, except for the number of connections, which is 8,192 by default and not enough for the
 * streams of a run.
 */
final class EmbeddedTomcat implements ServletContainer {
    private static final int MOST_CONNECTIONS = 200_000;
    private static final int BACKLOG = 1024;

    private final Tomcat tomcat = new Tomcat();

    @Override
    public int start(HttpServlet servlet) throws IOException {
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("maxConnections", Integer.toString(MOST_CONNECTIONS));
        connector.setProperty("acceptCount", Integer.toString(BACKLOG));
        connector.addUpgradeProtocol(new Http2Protocol());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Wrapper wrapper = Tomcat.addServlet(context, "streams", servlet);
        wrapper.setAsyncSupported(true);
        wrapper.setLoadOnStartup(1);
        wrapper.addMapping("/*");
        try {
            tomcat.start();
        } catch (LifecycleException failure) {
            throw new IOException("Tomcat must start", failure);
        }
        return connector.getLocalPort();
    }

    @Override
    public void stop() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException failure) {
            throw new IOException("Tomcat must stop", failure);
        }
    }
}
