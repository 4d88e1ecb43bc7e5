/** A history of topics in files, which survives the process and the machine as far as its flush policy goes. */
module sse.history.file {
    requires static org.jspecify;
    requires transitive sse.api;

    exports sse.history.file;
}
