package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.Event;
import sse.api.Response;
import sse.api.SseService;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.jdkhttp.SseHttpHandler;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/mounting.md}. */
class MountingGuideTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private HttpServer server;
    private TestClient client;

    @BeforeEach
    void startServer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        client = TestClient.to(
                URI.create("http://localhost:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void mountsOneStream() {
        mount(server, executor);
        server.start();
        try (TestStream stream = client.connect("/events")) {
            assertThat(stream).nextEvent().hasData("hello");
        }
    }

    private static void mount(HttpServer server, Executor executor) {
        server.setExecutor(SseHttpHandler.tracking(executor));
        server.createContext("/events", SseHttpHandler.of(stream -> stream.send("hello")));
    }

    @Test
    void mountsSeveralRoutes() {
        Topic news = Topic.builder().build();
        SseHttpHandler handler = mountService(server, news);
        server.setExecutor(SseHttpHandler.tracking(executor));
        server.start();
        try (TestStream stream = client.connect("/live/news")) {
            news.publish(Event.of("one"));
            assertThat(stream).nextEvent().hasData("one");
            assertThat(client.get("/live/status").text()).isEqualTo("1");
            handler.close();
            assertThat(stream).ends();
        }
    }

    @Test
    void knowsWhoTheClientIs() {
        mountWithAuthenticator(server, new BasicAuthenticator("test") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return user.equals("ada");
            }
        });
        server.start();
        String ada = Base64.getEncoder().encodeToString("ada:x".getBytes(StandardCharsets.US_ASCII));
        try (TestStream stream =
                client.withHeader("Authorization", "Basic " + ada).connect("/live")) {
            assertThat(stream).nextEvent().hasData("hello");
        }
        assertThat(client.get("/live").status()).isEqualTo(401);
    }

    private static void mountWithAuthenticator(HttpServer server, Authenticator authenticator) {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> request.principal().isPresent() ? Admission.accept() : Admission.reject(403))
                .build();
        HttpContext context = server.createContext("/live", SseHttpHandler.of(options, stream -> stream.send("hello")));
        context.setAuthenticator(authenticator);
    }

    private static SseHttpHandler mountService(HttpServer server, Topic news) {
        SseService service = SseService.builder().stream("/news", news)
                .respond("/status", request -> Response.text(Integer.toString(news.subscribers())))
                .maxStreams(1_000)
                .build();
        SseHttpHandler handler = SseHttpHandler.of(service);
        server.createContext("/live", handler);
        return handler;
    }
}
