package sse.benchmarks.peers;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** The controller of Spring MVC in Tomcat, on a free port. */
final class SpringMvcApplication implements AutoCloseable {
    private final Path directory;
    private final Tomcat tomcat = new Tomcat();
    private final AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();

    private SpringMvcApplication(Path directory) {
        this.directory = directory;
        spring.register(Mvc.class, SpringMvcPeer.class);
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
    }

    static SpringMvcApplication start() throws IOException, LifecycleException {
        SpringMvcApplication application = new SpringMvcApplication(Files.createTempDirectory("tomcat"));
        Context context = application.tomcat.addContext("", null);
        Wrapper servlet = Tomcat.addServlet(context, "spring", new DispatcherServlet(application.spring));
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(1);
        context.addServletMappingDecoded("/", "spring");
        application.tomcat.getConnector();
        application.tomcat.start();
        return application;
    }

    /** Returns how many emitters the controller has. Its class is that of the document, without a method for that. */
    int emitters() {
        try {
            Field emitters = SpringMvcPeer.class.getDeclaredField("emitters");
            emitters.setAccessible(true);
            return ((List<?>) emitters.get(spring.getBean(SpringMvcPeer.class))).size();
        } catch (ReflectiveOperationException changed) {
            throw new AssertionError(changed);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort());
    }

    @Override
    public void close() throws LifecycleException, IOException {
        tomcat.stop();
        tomcat.destroy();
        try (var tree = Files.walk(directory)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @EnableWebMvc
    static class Mvc {}
}
