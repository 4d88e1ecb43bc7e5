/**
 * Auto-configuration for Spring Boot 3.5 and 4 on servlet containers: beans that describe event streams are served in
 * the application's own Tomcat or Jetty.
 *
 * <p>{@link sse.spring.boot.SseAutoConfiguration} lists the beans. May depend on {@code sse.api} and
 * {@code sse.servlet}; Spring is the application's.
 */
@NullMarked
package sse.spring.boot;

import org.jspecify.annotations.NullMarked;
