package sse.api.spi;

/**
 * The single-threaded place in which streams live: the core's side of an event loop. The state of each stream is
 * touched only here, and its bytes are written only from here.
 */
public interface Lane {
    /**
     * Takes a request. Called on the lane. Never blocks and never throws; the core answers by exactly one of
     * {@link Exchange#respond} and {@link Exchange#open}, on the lane, before this returns or later.
     *
     * @param exchange the request and the way to answer it
     */
    void onRequest(Exchange exchange);
}
