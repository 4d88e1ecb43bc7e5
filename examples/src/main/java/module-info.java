/**
 * Programs to read and to run: {@code mvn -pl examples run}. What they need of the library is the one line of it; the
 * dashboard measures its own JVM.
 */
module sse.examples {
    requires sse.api;
    requires java.management;
    requires jdk.management;
}
