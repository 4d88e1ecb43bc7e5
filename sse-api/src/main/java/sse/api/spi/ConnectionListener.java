package sse.api.spi;

/**
 * Is told on the lane what becomes of a stream's connection. Implemented by the core; its methods neither block nor
 * throw.
 */
public interface ConnectionListener {
    /** Says that the connection takes bytes again, once after each write that it did not take whole. */
    void writable();

    /**
     * Says that the connection is gone, whatever the cause: the peer's end of input or reset, a finish that is done, an
     * abort. Called exactly once for each opened stream, and nothing is called after it.
     */
    void closed();
}
