/**
 * Cases of event streams as data, and what checks decoders, clients and servers by them.
 *
 * <p>JUnit is needed only for {@code sse.conformance.junit}.
 */
module sse.conformance {
    requires jdk.httpserver;
    requires static org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports sse.conformance;
    exports sse.conformance.junit;
}
