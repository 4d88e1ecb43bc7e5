/**
 * Server-Sent Events on the JDK's own HTTP server: as a transport, and as a handler for a server the user already has.
 */
module sse.jdkhttp {
    requires static org.jspecify;
    requires transitive jdk.httpserver;
    requires transitive sse.api;

    exports sse.jdkhttp;

    provides sse.api.spi.Transport with
            sse.jdkhttp.JdkHttpTransport;
}
