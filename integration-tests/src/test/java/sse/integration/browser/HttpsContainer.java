package sse.integration.browser;

import jakarta.servlet.Servlet;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import sse.integration.fixtures.SelfSigned;

/** Servlet containers that speak HTTP/2 over TLS, and HTTP/1.1 to clients that do not. */
enum HttpsContainer {
    TOMCAT {
        @Override
        Running start(Servlet servlet, SelfSigned key) throws Exception {
            Path directory = Files.createTempDirectory("tomcat");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(directory.toString());
            Connector connector = connector(key);
            tomcat.setConnector(connector);
            Context context = tomcat.addContext("", null);
            Wrapper wrapper = Tomcat.addServlet(context, "live", servlet);
            wrapper.setAsyncSupported(true);
            wrapper.addMapping("/*");
            tomcat.start();
            return new Running(connector.getLocalPort(), () -> {
                tomcat.stop();
                tomcat.destroy();
            });
        }
    },

    JETTY {
        @Override
        Running start(Servlet servlet, SelfSigned key) throws Exception {
            Server server = new Server();
            ServerConnector connector = connector(server, key);
            server.addConnector(connector);
            ServletHolder holder = new ServletHolder("live", servlet);
            holder.setAsyncSupported(true);
            ServletContextHandler context = new ServletContextHandler("/");
            context.addServlet(holder, "/*");
            server.setHandler(context);
            server.start();
            return new Running(connector.getLocalPort(), server::stop);
        }
    };

    /** Starts one with a servlet for every path, on a free port of the loopback interface. */
    abstract Running start(Servlet servlet, SelfSigned key) throws Exception;

    /** Stops a container. */
    private interface Stop {
        void run() throws Exception;
    }

    /** A running container. */
    static final class Running implements AutoCloseable {
        private final int port;
        private final Stop stop;

        private Running(int port, Stop stop) {
            this.port = port;
            this.stop = stop;
        }

        int port() {
            return port;
        }

        @Override
        public void close() throws Exception {
            stop.run();
        }
    }

    private static Connector connector(SelfSigned key) {
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(key.keyStore().toString());
        certificate.setCertificateKeystorePassword(SelfSigned.PASSWORD);
        host.addCertificate(certificate);
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        connector.addSslHostConfig(host);
        connector.addUpgradeProtocol(new Http2Protocol());
        return connector;
    }

    private static ServerConnector connector(Server server, SelfSigned key) {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(key.context());
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        ServerConnector connector = new ServerConnector(
                server,
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(http),
                new HttpConnectionFactory(http));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        return connector;
    }
}
