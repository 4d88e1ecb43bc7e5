package sse.benchmarks.load.server;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sse.api.Event;
import sse.api.Topic;
import sse.servlet.SseServlet;
import sse.spring.boot.SseAutoConfiguration;
import sse.spring.boot.SseServiceCustomizer;

/** This library in a Spring Boot application as its guide has it: a topic bean and a customizer, by the starter. */
abstract class BootBroadcast implements BroadcastServer {
    private final BootServer server;
    private @Nullable Topic topic;

    BootBroadcast(BootServer server) {
        this.server = server;
    }

    @Override
    public int start() {
        int port = server.start();
        topic = server.bean(Topic.class);
        return port;
    }

    /** The id is the topic's. */
    @Override
    public void broadcast(long sequence, String data) throws IOException {
        topic().publish(Event.of(data));
    }

    @Override
    public int streams() {
        return topic().subscribers();
    }

    @Override
    public Map<String, Long> counters() {
        return ServiceCounters.of(server.bean(SseServlet.class).statistics());
    }

    @Override
    public void close() {
        server.stop();
    }

    private Topic topic() {
        Topic present = topic;
        if (present == null) {
            throw new IllegalStateException("server must have been started");
        }
        return present;
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(SseAutoConfiguration.class)
    static class Application {
        @Bean
        Topic news() {
            return Topic.builder().build();
        }

        @Bean
        SseServiceCustomizer routes(Topic news) {
            return service -> MountedService.configure(service, news);
        }
    }
}
