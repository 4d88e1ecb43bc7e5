package sse.spring.boot;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import sse.api.SseService;
import sse.servlet.SseServlet;

/**
 * Serves the streams of an application that has an {@link SseService} bean, or beans of type
 * {@link SseServiceCustomizer}; without either, it does nothing.
 *
 * <ul>
 *   <li>An {@link SseServlet} bean runs the service below the path {@code sse.path}. Beans that are given it may close
 *       streams, or count them.
 *   <li>Before the web server begins to stop, every client is sent the closing event and its reconnection time.
 *   <li>With Micrometer, the figures of the service and of each {@link sse.api.Topic} bean are meters.
 *   <li>With Actuator, the health of the service is a part of the application's, {@code sse}.
 * </ul>
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(SseProperties.class)
@Conditional(OnStreams.class)
@Import({SseMeterConfiguration.class, SseHealthConfiguration.class, SseBoot3HealthConfiguration.class})
public class SseAutoConfiguration {
    /** Called by Spring. */
    public SseAutoConfiguration() {}

    /**
     * Builds the service from customizers, unless the application has one.
     *
     * @param customizers what the application adds
     * @param properties the settings
     * @return the service
     */
    @Bean
    @ConditionalOnMissingBean
    public SseService sseService(ObjectProvider<SseServiceCustomizer> customizers, SseProperties properties) {
        SseService.Builder service = SseService.builder();
        if (properties.maxStreams() != null) {
            service.maxStreams(properties.maxStreams());
        }
        if (properties.closeTimeout() != null) {
            service.closeTimeout(properties.closeTimeout());
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(service));
        return service.build();
    }

    /**
     * Creates the servlet.
     *
     * @param service the service that it runs
     * @return the servlet
     */
    @Bean
    @ConditionalOnMissingBean
    public SseServlet sseServlet(SseService service) {
        return SseServlet.of(service);
    }

    /**
     * Registers the servlet.
     *
     * @param servlet the servlet
     * @param properties its path
     * @return the registration, with support for asynchronous processing
     */
    @Bean
    @ConditionalOnMissingBean(name = "sseServletRegistration")
    public ServletRegistrationBean<SseServlet> sseServletRegistration(SseServlet servlet, SseProperties properties) {
        ServletRegistrationBean<SseServlet> registration = new ServletRegistrationBean<>(servlet, properties.mapping());
        registration.setName("sse");
        registration.setLoadOnStartup(1);
        return registration;
    }

    /**
     * Closes the servlet before the web server begins to stop.
     *
     * @param servlet the servlet
     * @return the part of the application's life that does it
     */
    @Bean
    @ConditionalOnBean(SseServlet.class)
    SseLifecycle sseLifecycle(SseServlet servlet) {
        return new SseLifecycle(servlet);
    }
}
