package sse.api;

/**
 * Answers requests, with ordinary responses or with streams. Called by several threads at the same time, so an
 * implementation must be thread-safe.
 *
 * @see SseService.Builder#respond(String, Responder)
 */
@FunctionalInterface
public interface Responder {
    /**
     * Answers a request. Runs on the service's executor, so it may block. If it throws or returns null, the request is
     * answered with 500 and the failure is logged with the path of the route.
     *
     * <p>A reply by a {@linkplain Reply#stream(StreamHandler) stream} is opened as the stream of a route is, without
     * regard to {@code Accept}: the responder has decided. While the service has
     * {@linkplain SseService.Builder#maxStreams no room} for another stream, the handler of the reply is not called.
     *
     * @param request the request; everything in it is untrusted
     * @return the response, or a stream
     * @throws Exception if the request is to be answered with 500
     */
    Reply respond(Request request) throws Exception;
}
