package sse.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.Disposable;
import sse.api.Headers;
import sse.api.SseServer;
import sse.testkit.TestClient;
import sse.testkit.TestConnection;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.Eventually;

/** The other libraries' code, on a server where it needs one. */
class PeersTest {
    @Test
    void publishesToSpringEmitter() throws Exception {
        try (SpringMvcApplication application = SpringMvcApplication.start();
                TestConnection connection = TestClient.to(application.address()).open()) {
            // The head comes with the first event.
            connection.send("GET", "/news", Headers.of("Accept", "text/event-stream"), "");
            Eventually.becomes("streams", 1, application::emitters);
            publish(application.address());
            assertReceives(connection.receiveStream(), "event:news\ndata:hello\n\n");
        }
    }

    private static void publish(InetSocketAddress address) {
        Headers text = Headers.of("Content-Type", "text/plain");
        assertThat(TestClient.to(address)
                        .request("POST", "/news", text, "hello")
                        .status())
                .isEqualTo(200);
    }

    private static void assertReceives(TestStream client, String expected) {
        assertThat(client.headers().first("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(client.readText(expected.length())).isEqualTo(expected);
    }

    @Test
    @Timeout(30)
    void closesServerWithSpringContext() throws Exception {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", Map.of("sse.port", "0")));
        context.register(SpringServerPeer.class);
        System.setProperty("sse.transport", "nio");
        try (context) {
            context.refresh();
            SseServer server = context.getBean(SseServer.class);
            assertThat(server.port()).isPositive();

            context.close();

            server.awaitClose();
        } finally {
            System.clearProperty("sse.transport");
        }
    }

    @Test
    void publishesToSpringFlux() {
        SpringWebFluxPeer peer = new SpringWebFluxPeer();
        List<ServerSentEvent<String>> received = new ArrayList<>();

        Disposable subscription = peer.news().subscribe(received::add);
        peer.publish("hello");
        subscription.dispose();

        assertThat(received).extracting(ServerSentEvent::data).containsExactly("hello");
    }

    @Test
    void answersJaxRsPost() throws Exception {
        ApplicationHandler application = new ApplicationHandler(new ResourceConfig(JaxRsPeer.class));
        ContainerRequest request = new ContainerRequest(
                URI.create("http://localhost/"),
                URI.create("http://localhost/news"),
                "POST",
                null,
                new MapPropertiesDelegate(),
                new ResourceConfig());

        assertThat(application.apply(request).get().getStatus()).isEqualTo(204);
    }

    @Test
    void publishesToJavalinClient() {
        JavalinPeer peer = JavalinPeer.create();
        Javalin app = peer.app().start(0);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), app.port());
        try (TestStream client = TestClient.to(address).connect("/news")) {
            // It sends the head before it calls its handler.
            Eventually.becomes("clients", 1, peer.clients()::size);
            publish(address);
            assertReceives(client, "event: news\ndata: hello\n\n");
        } finally {
            app.stop();
        }
    }
}
