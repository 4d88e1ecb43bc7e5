package sse.benchmarks.load.server;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application of Spring Boot 4, with the parts of its own configuration that a web application on one container has
 * and with its defaults, except for the number of connections to Tomcat. The parts are named because the class path of
 * the benchmark has both containers, and more that Spring Boot would configure.
 */
final class BootServer {
    private final Class<?> container;
    private final Class<?> application;
    private final String[] properties;
    private @Nullable ConfigurableApplicationContext context;

    private BootServer(Class<?> container, Class<?> application, String... properties) {
        this.container = container;
        this.application = application;
        this.properties = properties;
    }

    /** Makes a server in Tomcat that does not listen yet. */
    static BootServer onTomcat(Class<?> application, String... properties) {
        return new BootServer(OnTomcat.class, application, properties);
    }

    /** Makes a server in Jetty that does not listen yet. */
    static BootServer onJetty(Class<?> application, String... properties) {
        return new BootServer(OnJetty.class, application, properties);
    }

    /** Starts and returns the port. */
    int start() {
        ConfigurableApplicationContext started = new SpringApplicationBuilder(container, application)
                .web(WebApplicationType.SERVLET)
                .registerShutdownHook(false)
                .properties(
                        "server.port=0",
                        "server.tomcat.max-connections=200000",
                        "server.tomcat.accept-count=1024",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn",
                        "sse.path=/")
                .properties(properties)
                .run();
        context = started;
        return started.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    <T> T bean(Class<T> type) {
        ConfigurableApplicationContext started = context;
        if (started == null) {
            throw new IllegalStateException("server must have been started");
        }
        return started.getBean(type);
    }

    /** Stops as Spring Boot does on SIGTERM, gracefully. */
    void stop() {
        if (context != null) {
            context.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        LifecycleAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class OnTomcat {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        LifecycleAutoConfiguration.class,
        JettyServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class OnJetty {}
}
