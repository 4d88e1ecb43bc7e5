package sse.spring.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sse.api.Topic;
import sse.servlet.SseServlet;

/** Meters, where the application has Micrometer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterRegistry.class)
class SseMeterConfiguration {
    @Bean
    MeterBinder sseMeters(SseServlet servlet, ListableBeanFactory beans) {
        return new SseMeters(servlet, beans.getBeansOfType(Topic.class));
    }
}
