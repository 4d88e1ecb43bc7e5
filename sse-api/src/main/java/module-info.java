/**
 * Server-Sent Events: events, streams, time, and the interfaces that transports implement.
 *
 * <p>A user writes {@code requires sse.api;} and puts one transport on the path. This module names no transport; it
 * finds one with {@link java.util.ServiceLoader}.
 */
module sse.api {
    requires static jdk.jfr;
    requires static org.jspecify;

    exports sse.api;
    exports sse.api.spi;
    exports sse.api.spi.history;
    exports sse.api.spi.http;
    exports sse.api.spi.support;

    uses sse.api.spi.Transport;
}
