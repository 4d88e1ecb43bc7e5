package sse.spring.boot.service;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sse.api.Response;
import sse.api.SseService;

/** An application with a service of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ServiceApplication {
    @Bean
    SseService service() {
        return SseService.builder()
                .respond("/hello", request -> Response.text("hello"))
                .build();
    }
}
