package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import sse.api.Hub;
import sse.api.SseServer;
import sse.api.Topic;
import sse.redis.RedisBackplane;

/** The code of {@code docs/guides/several-servers.md}. The tests of sse-redis run it against a server. */
class SeveralServersGuideTest {
    @Test
    void failsIfNoServerAnswers() {
        assertThatThrownBy(() -> open(SseServer.builder()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no server is a primary that answers: redis1:6379: ");
    }

    private static void open(SseServer.Builder builder) throws IOException {
        RedisBackplane backplane = RedisBackplane.builder()
                .address("redis1", 6379)
                .address("redis2", 6379)
                .hub("shop")
                .connect();
        Hub hub = Hub.builder().backplane(backplane).build();
        Topic prices = hub.topic("prices", topic -> topic.history(10_000, Duration.ofMinutes(5)));
        builder.stream("/prices", prices);
    }
}
