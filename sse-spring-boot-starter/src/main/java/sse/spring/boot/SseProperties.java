package sse.spring.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties that begin with {@code sse}.
 *
 * @param path the path below which the routes are, without a slash at its end; {@code /sse} unless set, {@code /} for
 *     the whole application
 * @param maxStreams the most streams that are open at the same time, as of
 *     {@link sse.api.SseService.Builder#maxStreams}; the service's default if absent. Not applied to an
 *     {@code SseService} bean
 * @param closeTimeout how long clients may take for the last events when the application stops, as of
 *     {@link sse.api.SseService.Builder#closeTimeout}; the service's default if absent. Not applied to an
 *     {@code SseService} bean
 */
@ConfigurationProperties("sse")
public record SseProperties(
        @DefaultValue("/sse") String path,
        @Nullable Integer maxStreams,
        @Nullable Duration closeTimeout) {
    /**
     * Checks the path.
     *
     * @param path the path below which the routes are
     * @param maxStreams the most streams that are open at the same time
     * @param closeTimeout how long clients may take for the last events
     * @throws IllegalArgumentException if it does not begin with a slash, or has a wildcard
     */
    public SseProperties {
        if (!path.startsWith("/") || path.contains("*")) {
            throw new IllegalArgumentException("sse.path must begin with a slash and have no wildcard: " + path);
        }
    }

    /** Returns the mapping of the servlet. */
    String mapping() {
        return path.endsWith("/") ? path + "*" : path + "/*";
    }
}
