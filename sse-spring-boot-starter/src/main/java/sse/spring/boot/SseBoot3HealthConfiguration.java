package sse.spring.boot;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sse.servlet.SseServlet;

/** The health of the service, with Actuator of Spring Boot 3.5. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(HealthIndicator.class)
class SseBoot3HealthConfiguration {
    @Bean
    HealthIndicator sseHealthIndicator(SseServlet servlet, SseLifecycle lifecycle) {
        return () -> (lifecycle.isRunning()
                        ? Health.up().withDetail("openStreams", servlet.openStreams())
                        : Health.outOfService())
                .build();
    }
}
