package sse.benchmarks.peers;

import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sse.api.SseServer;
import sse.api.Topic;

@Configuration
class SpringServerPeer {
    @Bean(destroyMethod = "close")
    Topic news() {
        return Topic.builder().build();
    }

    @Bean(destroyMethod = "close")
    SseServer sseServer(Topic news, @Value("${sse.port:8081}") int port) throws IOException {
        return SseServer.builder().port(port).stream("/news", news).start();
    }
}
