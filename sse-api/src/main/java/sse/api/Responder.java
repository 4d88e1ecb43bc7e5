package sse.api;

/**
 * Answers requests with ordinary responses. Called by several threads at the same time, so an implementation must be
 * thread-safe.
 *
 * @see SseService.Builder#respond(String, Responder)
 */
@FunctionalInterface
public interface Responder {
    /**
     * Answers a request. Runs on the service's executor, so it may block. If it throws or returns null, the request is
     * answered with 500 and the failure is logged with the path of the route.
     *
     * @param request the request; everything in it is untrusted
     * @return the response
     * @throws Exception if the request is to be answered with 500
     */
    Response respond(Request request) throws Exception;
}
