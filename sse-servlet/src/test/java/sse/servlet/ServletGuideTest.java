package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.Event;
import sse.api.Response;
import sse.api.SseService;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/servlet.md}. */
class ServletGuideTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Topic news = Topic.builder().build();

    private final StreamOptions options = StreamOptions.builder()
            .admission(request -> request.principal().isPresent() ? Admission.accept() : Admission.reject(403))
            .build();

    private final SseService service = SseService.builder().stream("/news", options, news)
            .respond("/status", request -> Response.text(Integer.toString(news.subscribers())))
            .maxStreams(1_000)
            .build();

    private final SseServlet servlet = SseServlet.of(service);

    private void register(ServletContext context) {
        ServletRegistration.Dynamic live = context.addServlet("live", servlet);
        live.addMapping("/live/*");
        live.setAsyncSupported(true);
    }

    private void registerFilter(ServletContext context) {
        Filter sessionUser = (request, response, chain) -> {
            Object user = ((HttpServletRequest) request).getSession().getAttribute("user");
            Principal principal = user == null ? null : user::toString;
            HttpServletRequest signedIn = new HttpServletRequestWrapper((HttpServletRequest) request) {
                @Override
                public Principal getUserPrincipal() {
                    return principal;
                }
            };
            chain.doFilter(signedIn, response);
        };
        FilterRegistration.Dynamic filter = context.addFilter("sessionUser", sessionUser);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/live/*");
        filter.setAsyncSupported(true);
    }

    private void closeBefore(Server server) {
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle event) {
                servlet.close();
            }
        });
    }

    private static void signIn(ServletContext context) {
        Filter signsIn = (request, response, chain) -> {
            if (request.getParameter("user") != null) {
                ((HttpServletRequest) request).getSession().setAttribute("user", request.getParameter("user"));
            }
            chain.doFilter(request, response);
        };
        FilterRegistration.Dynamic filter = context.addFilter("signsIn", signsIn);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/live/*");
        filter.setAsyncSupported(true);
    }

    @Test
    void admitsUserOfSession() throws Exception {
        try (TestContainer container = TomcatContainer.start("", context -> {
            register(context);
            signIn(context);
            registerFilter(context);
        })) {
            TestClient client = TestClient.to(container.address()).withTimeout(TIMEOUT);

            assertEquals("0", client.get("/live/status").text());
            assertEquals(403, client.get("/live/news").status());
            try (TestStream stream = client.connect("/live/news?user=ada")) {
                States.await("the client is subscribed", () -> news.subscribers() == 1);
                news.publish(Event.of("hello"));
                assertEquals("hello", stream.nextEvent().data());
                stream.ignoreUnread();
            }
        }
    }

    @Test
    void servesClassOfDescriptor() throws Exception {
        try (TestContainer container = TomcatContainer.start("", context -> {
            ServletRegistration.Dynamic registration = context.addServlet("live", LiveServlet.class);
            registration.addMapping("/live/*");
            registration.setAsyncSupported(true);
        })) {
            TestClient client = TestClient.to(container.address()).withTimeout(TIMEOUT);
            try (TestStream stream = client.connect("/live/news")) {
                States.await("the client is subscribed", () -> LiveServlet.NEWS.subscribers() == 1);
                LiveServlet.NEWS.publish(Event.of("hello"));

                assertEquals("hello", stream.nextEvent().data());
                stream.ignoreUnread();
            }
        }
    }

    @Test
    void closesBeforeJettyStops() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        ServletContextHandler application = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        application.addServletContainerInitializer((types, context) -> {
            register(context);
            signIn(context);
            registerFilter(context);
        });
        server.setHandler(application);
        closeBefore(server);
        server.start();
        InetSocketAddress address = new InetSocketAddress(connector.getHost(), connector.getLocalPort());
        TestClient client = TestClient.to(address).withTimeout(TIMEOUT);
        try (TestStream stream = client.connect("/live/news?user=ada")) {
            server.stop();

            assertEquals(StreamEnd.COMPLETE, stream.ignoreUnread().awaitEnd());
        }
    }
}
