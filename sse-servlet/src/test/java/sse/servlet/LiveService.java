package sse.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import sse.api.SseService;
import sse.testkit.TestClient;

/** A service in a container of its own. */
final class LiveService implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final SseServlet servlet;
    private final TestContainer container;
    private boolean closed;

    private LiveService(SseServlet servlet, TestContainer container) {
        this.servlet = servlet;
        this.container = container;
    }

    /** Starts a service that has every path. */
    static LiveService start(TestContainer.Kind kind, SseService service) throws Exception {
        return start(kind, service, context -> {});
    }

    /** Starts a service that has every path, with what else the application has, such as filters. */
    static LiveService start(TestContainer.Kind kind, SseService service, Consumer<ServletContext> more)
            throws Exception {
        SseServlet servlet = SseServlet.of(service);
        return new LiveService(servlet, kind.start("", context -> {
            add(context, "live", servlet, "/*");
            more.accept(context);
        }));
    }

    /** Adds a servlet as an application does. */
    static void add(ServletContext context, String name, SseServlet servlet, String... mappings) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping(mappings);
        registration.setAsyncSupported(true);
        registration.setLoadOnStartup(1);
    }

    SseServlet servlet() {
        return servlet;
    }

    TestClient client() {
        return TestClient.to(container.address()).withTimeout(DEADLINE);
    }

    URI uri(String path) {
        return URI.create(
                container.scheme() + "://127.0.0.1:" + container.address().getPort() + path);
    }

    /** Stops the server, and lets it stop the application in its own order. */
    void stopServer() {
        container.stopServer();
    }

    /** Stops the container, unless that is done. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            container.close();
        }
    }
}
