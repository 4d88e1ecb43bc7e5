/** A client of event streams that reconnects by itself, on {@code java.net.http}. */
module sse.client {
    requires static org.jspecify;
    requires transitive java.net.http;
    requires transitive sse.api;

    exports sse.client;
}
