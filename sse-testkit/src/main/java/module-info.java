/**
 * Tests event streams without sockets and without sleeping.
 *
 * <p>JUnit is needed only by who extends the transport contract, AssertJ only by who uses the assertions.
 */
module sse.testkit {
    requires transitive sse.api;
    requires java.logging;
    requires static org.assertj.core;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports sse.testkit;

    // JUnit runs the contract's tests, which are not public.
    opens sse.testkit to
            org.junit.platform.commons;
    opens sse.testkit.internal.contract to
            org.junit.platform.commons;

    provides sse.api.spi.Transport with
            sse.testkit.MemoryTransport;
}
