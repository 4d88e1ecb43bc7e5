package sse.api.spi;

/** Receives the events of a stream's connection, on its lane. Implemented by the core; does not block or throw. */
public interface ConnectionListener {
    /** Called when the connection takes bytes again, once after each write that it did not take completely. */
    void writable();

    /**
     * Called when the connection is closed, whatever the cause: the peer's end of input or reset, a finish that is
     * complete, an abort. Called exactly once for each opened stream; no method is called afterwards.
     */
    void closed();
}
