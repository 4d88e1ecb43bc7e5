package sse.examples.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import sse.api.Event;
import sse.api.Topic;
import sse.spring.boot.SseServiceCustomizer;

/** Serves the page, and below {@code /sse} the stream. */
@SpringBootApplication
public class Application {
    /**
     * Starts the application.
     *
     * @param arguments as Spring Boot takes them
     */
    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    @Bean
    Topic news() {
        return Topic.builder().build();
    }

    @Bean
    SseServiceCustomizer routes(Topic news) {
        return service -> service.stream("/news", news);
    }

    @RestController
    static class News {
        private final Topic news;

        News(Topic news) {
            this.news = news;
        }

        @PostMapping("/news")
        void publish(@RequestBody String text) {
            news.publish(Event.of("news", text));
        }
    }
}
