/** Server-Sent Events in servlet containers: a servlet that mounts a service. */
module sse.servlet {
    requires static org.jspecify;
    requires transitive jakarta.servlet;
    requires transitive sse.api;

    exports sse.servlet;
}
