/**
 * Programs to read and to run: {@code mvn -pl examples run}. All they need of the library is {@code sse.api}, and the
 * relay {@code sse.client}, the cluster {@code sse.redis}, a history in files {@code sse.history.file}; the dashboard
 * measures its own JVM, and protocols that are made of JSON use Jackson.
 */
module sse.examples {
    requires sse.api;
    requires sse.client;
    requires sse.history.file;
    requires sse.redis;
    requires com.fasterxml.jackson.databind;
    requires java.management;
    requires jdk.management;

    opens sse.examples to
            com.fasterxml.jackson.databind;
}
