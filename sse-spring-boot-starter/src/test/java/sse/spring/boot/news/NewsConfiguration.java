package sse.spring.boot.news;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import sse.api.Event;
import sse.api.Topic;
import sse.spring.boot.SseServiceCustomizer;

@Configuration
class NewsConfiguration {
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
