/**
 * Tests event streams without sockets and without sleeping.
 *
 * <p>JUnit is needed only to extend a contract, AssertJ only to use the assertions.
 *
 * <p>The transport in memory is found by its name only if this module is on the class path. A provider would be put on
 * the module path by Surefire, where the module under test does not read it.
 */
module sse.testkit {
    requires transitive sse.api;
    requires transitive java.net.http;
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
    opens sse.testkit.internal.contract.backplane to
            org.junit.platform.commons;
    opens sse.testkit.internal.contract.history to
            org.junit.platform.commons;
    opens sse.testkit.internal.contract.log to
            org.junit.platform.commons;
}
