package sse.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
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
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import reactor.core.Disposable;
import sse.api.SseServer;

/** What can be seen of the other libraries' code without a container. */
class PeersTest {
    @Test
    void keepsSpringEventsForEmitter() {
        SpringMvcPeer peer = new SpringMvcPeer();

        SseEmitter emitter = peer.news();
        peer.publish("hello");

        assertThat(emitter.getTimeout()).isZero();
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
    void makesJavalinApplication() {
        Javalin app = JavalinPeer.create();

        assertThat(app).isNotNull();
    }
}
