package sse.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import sse.api.Headers;
import sse.api.Topic;
import sse.testkit.TestClient;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.Eventually;

class ApplicationTest {
    @Test
    void showsWhatIsPosted() {
        try (ConfigurableApplicationContext application = SpringApplication.run(
                Application.class, "--server.port=0", "--server.address=127.0.0.1", "--logging.level.root=WARN")) {
            TestClient client = TestClient.to(URI.create(
                            "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port")))
                    .withTimeout(Duration.ofSeconds(30));
            assertTrue(client.get("/index.html").text().contains("new EventSource('sse/news')"));
            try (TestStream stream = client.connect("/sse/news")) {
                // The head of a stream arrives before its client is subscribed.
                Eventually.becomes("subscribers", 1, application.getBean(Topic.class)::subscribers);
                Headers text = Headers.of("Content-Type", "text/plain");

                assertEquals(
                        200,
                        client.request("POST", "/news", text, "hello, world").status());
                assertEquals("hello, world", stream.nextEvent().data());
                stream.ignoreUnread();
            }
        }
    }
}
