package sse.benchmarks.load.client;

/** Takes the bytes of one stream, in pieces of any size. */
interface ByteSink {
    /** Takes the bytes from an index up to another one; they are valid until it returns. */
    void accept(byte[] bytes, int from, int to) throws MalformedStreamException;
}
