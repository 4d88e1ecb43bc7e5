package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.IntrospectionUtils;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/** Applications with a {@code web.xml} or an annotated class, unpacked as a war is. */
abstract class WarTests {
    private static final String DESCRIPTOR = """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <servlet>
                <servlet-name>live</servlet-name>
                <servlet-class>sse.servlet.DescribedServlet</servlet-class>
                <async-supported>true</async-supported>
              </servlet>
              <servlet-mapping>
                <servlet-name>live</servlet-name>
                <url-pattern>/described</url-pattern>
              </servlet-mapping>
            </web-app>
            """;

    private final Tomcat tomcat = new Tomcat();

    @TempDir
    private Path directory;

    private TestClient start() throws LifecycleException {
        tomcat.setBaseDir(directory.resolve("base").toString());
        Connector connector = TomcatContainer.connector(Set.of());
        tomcat.setConnector(connector);
        Context context = tomcat.addWebapp("/app", directory.resolve("war").toString());
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false);
        context.setJarScanner(scanner);
        StandardContext settings = (StandardContext) context;
        settings.setClearReferencesThreadLocals(false);
        settings.setClearReferencesRmiTargets(false);
        // Of Tomcat 10.1 only.
        IntrospectionUtils.setProperty(settings, "clearReferencesObjectStreamClassCaches", "false");
        tomcat.start();
        return TestClient.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort()))
                .withTimeout(Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private Path file(String name) throws IOException {
        Path file = directory.resolve("war/WEB-INF").resolve(name);
        Files.createDirectories(file.getParent());
        Files.createDirectories(directory.resolve("base/webapps"));
        return file;
    }

    private void addClass(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
            Files.copy(bytes, file("classes/" + name));
        }
    }

    @Test
    void servesServletOfDescriptor() throws Exception {
        Files.writeString(file("web.xml"), DESCRIPTOR);

        try (TestStream stream = start().connect("/app/described")) {
            assertEquals("described", stream.nextEvent().data());
            stream.ignoreUnread();
        }
    }

    @Test
    void servesAnnotatedServlet() throws Exception {
        addClass(AnnotatedServlet.class);

        try (TestStream stream = start().connect("/app/annotated")) {
            assertEquals("annotated", stream.nextEvent().data());
            stream.ignoreUnread();
        }
    }
}
