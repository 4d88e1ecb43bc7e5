package sse.spring.boot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.WebApplicationContext;
import sse.api.Event;
import sse.api.Topic;
import sse.testkit.TestClient;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.Eventually;

/** An application in the Spring Boot and the container that the build has put on the class path. */
final class RunningApplication implements AutoCloseable {
    /** True if the application has Spring Security. */
    static final boolean SECURED = isPresent("org.springframework.security.core.Authentication");

    private final ConfigurableApplicationContext context;

    private RunningApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RunningApplication start(Class<?> type, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--logging.level.root=WARN",
                "--spring.security.user.name=ada",
                "--spring.security.user.password=secret",
                "--management.endpoint.health.show-details=always",
                "--management.endpoint.health.show-components=always"));
        arguments.addAll(List.of(more));
        RunningApplication running =
                new RunningApplication(SpringApplication.run(type, arguments.toArray(String[]::new)));
        String server = Objects.requireNonNull(((WebApplicationContext) running.context).getServletContext())
                .getServerInfo();
        assertTrue(server.startsWith(System.getProperty("expected.server")), server);
        return running;
    }

    static boolean isSecured() {
        return SECURED;
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, RunningApplication.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Topic news() {
        return bean(Topic.class);
    }

    RequiredSearch meter(String name) {
        return bean(MeterRegistry.class).get(name);
    }

    /** Returns a client that Spring Security does not know. */
    TestClient stranger() {
        return TestClient.to(URI.create(
                        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")))
                .withTimeout(Duration.ofSeconds(30));
    }

    /** Returns the client of a user. */
    TestClient client() {
        return client("ada");
    }

    TestClient client(String name) {
        String user = Base64.getEncoder().encodeToString((name + ":secret").getBytes(StandardCharsets.UTF_8));
        return stranger().withHeader("Authorization", "Basic " + user);
    }

    /** Connects a client to the news, and waits until it is subscribed: the head of its stream arrives before that. */
    TestStream connectToNews() {
        awaitNoSubscribers();
        TestStream stream = client().connect("/sse/news");
        Eventually.becomes("subscribers", 1, news()::subscribers);
        return stream;
    }

    /** Waits until no client is subscribed. One that has disconnected may be noticed by the next write only. */
    private void awaitNoSubscribers() {
        Eventually.becomes("subscribers", 0, () -> {
            news().publish(Event.of("news", "without subscribers"));
            return news().subscribers();
        });
    }

    @Override
    public void close() {
        context.close();
    }
}
