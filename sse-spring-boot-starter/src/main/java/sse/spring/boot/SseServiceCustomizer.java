package sse.spring.boot;

import sse.api.SseService;

/**
 * Adds routes and settings to the service of an application. Each bean of this type is called once, in the order of
 * {@link org.springframework.core.annotation.Order}, while the application starts.
 *
 * <pre>{@code
 * @Bean
 * SseServiceCustomizer routes(Topic news) {
 *     return service -> service.stream("/news", news);
 * }
 * }</pre>
 *
 * <p>Not called if the application has an {@link SseService} bean of its own.
 */
@FunctionalInterface
public interface SseServiceCustomizer {
    /**
     * Adds to the service.
     *
     * @param service the builder of the service, with the settings of {@link SseProperties}
     */
    void customize(SseService.Builder service);
}
