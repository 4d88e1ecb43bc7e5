package sse.benchmarks.encoding;

/**
 * Writes one event as a frame, again and again: the library's own encoder, or another server's.
 *
 * <p>What a server does once a stream (headers, subscriptions) happens in the constructor. What it does once an event
 * is in {@link #write}. For use by one thread.
 */
interface FrameWriter {

    /**
     * Writes the frame, over the last one.
     *
     * @return how many bytes it has
     */
    int write() throws Exception;

    /** Writes the frame and returns its bytes, for a test to look at. */
    byte[] frame() throws Exception;
}
