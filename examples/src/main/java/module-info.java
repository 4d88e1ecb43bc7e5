/** Programs to read and to run: {@code mvn -pl examples run}. What they need of the library is this one line. */
module sse.examples {
    requires sse.api;
}
