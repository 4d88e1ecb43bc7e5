/** HTTP/1.1 for event streams on non-blocking sockets: the transport for scale. */
module sse.nio {
    requires static org.jspecify;
    requires sse.api;

    exports sse.nio;

    provides sse.api.spi.Transport with
            sse.nio.NioTransport;
}
