/**
 * Programs to read and to run: {@code mvn -pl examples run}. All they need of the library is {@code sse.api}; the
 * dashboard measures its own JVM.
 */
module sse.examples {
    requires sse.api;
    requires java.management;
    requires jdk.management;
}
