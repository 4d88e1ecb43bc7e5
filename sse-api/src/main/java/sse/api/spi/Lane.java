package sse.api.spi;

/**
 * A single-threaded place where streams live: the core's side of an event loop. The state of a stream is accessed only
 * here, and its bytes are written only from here.
 */
public interface Lane {
    /**
     * Passes a request to the core. Called on the lane; does not block. The core answers by exactly one call of
     * {@link Exchange#respond} or {@link Exchange#open}, on the lane, before this returns or later.
     *
     * @param exchange the request, and where it is answered
     */
    void onRequest(Exchange exchange);
}
