package sse.spring.boot.news;

import java.security.Principal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sse.api.Event;
import sse.api.Response;
import sse.spring.boot.SseServiceCustomizer;

/** What the tests ask beside the news. */
@Configuration(proxyBeanMethods = false)
public class Users {
    @Bean
    SseServiceCustomizer who() {
        return service -> service.respond(
                "/who",
                request -> Response.text(
                        request.principal().map(Principal::getName).orElse("-")));
    }

    @Bean
    SseServiceCustomizer stopping() {
        return service -> service.closingEvent(Event.of("bye"));
    }
}
