/**
 * Server-Sent Events on the JDK's own HTTP server: a transport, and a handler that mounts a service in a server that
 * exists already.
 */
module sse.jdkhttp {
    requires static org.jspecify;
    requires transitive jdk.httpserver;
    requires transitive sse.api;

    exports sse.jdkhttp;

    provides sse.api.spi.Transport with
            sse.jdkhttp.JdkHttpTransport;
}
