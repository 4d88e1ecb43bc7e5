package sse.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import sse.api.internal.server.ServiceConfig;
import sse.api.internal.server.ServiceCore;
import sse.api.spi.MountedService;
import sse.api.spi.ServiceHost;

/**
 * What a server serves, without an address: routes, limits, CORS, observer, executor, ticker and how it closes. A
 * service is mounted in a server that exists already, for example by {@code sse.jdkhttp.SseHttpHandler}, or served on
 * an address of its own by {@link SseServer#builder(SseService)}.
 *
 * <p>Immutable and thread-safe. A service holds no threads and no streams: it may be mounted and started any number of
 * times. Each time is independent of the others, with lanes, {@linkplain ServerStatistics statistics} and a count of
 * open streams of its own, so {@linkplain Builder#maxStreams limits} apply to each of them. Handlers, responders, the
 * observer and an {@linkplain Builder#executor executor} are shared.
 *
 * <p>No method takes or returns {@code null}.
 */
public final class SseService {
    private final ServiceConfig config;

    private SseService(ServiceConfig config) {
        this.config = config;
    }

    /**
     * Returns a builder without routes.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder with the routes and settings of this service.
     *
     * @return a new builder, independent of this service
     */
    public Builder toBuilder() {
        return new Builder().settings(config);
    }

    /**
     * Starts this service in a host. Called by modules that mount services; an application calls theirs, such as
     * {@code SseHttpHandler.of(service)}. Does not block, unless starting the host does.
     *
     * @param host passes requests of a server to the service
     * @return the running service; the caller closes it
     */
    public MountedService mount(ServiceHost host) {
        Objects.requireNonNull(host, "host");
        try {
            return ServiceCore.start(config, host::start);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a host must not throw IOException", impossible);
        }
    }

    ServiceConfig config() {
        return config;
    }

    /** Collects the routes and settings of a service. For use by one thread. Each setting has a default. */
    public static final class Builder extends ServiceSettings<Builder> {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Creates the service. It is independent of this builder, which may be changed and used again.
         *
         * @return a new service
         * @throws IllegalStateException if there is no route
         */
        public SseService build() {
            return new SseService(config("service"));
        }
    }
}
