/**
 * Programs to read and to run: {@code mvn -pl examples run}. All they need of the library is {@code sse.api}, and the
 * relay {@code sse.client}; the dashboard measures its own JVM.
 */
module sse.examples {
    requires sse.api;
    requires sse.client;
    requires java.management;
    requires jdk.management;
}
