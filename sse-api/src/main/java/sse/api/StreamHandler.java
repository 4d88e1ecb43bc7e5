package sse.api;

/**
 * Receives the streams of a route. Called by several threads at the same time, so an implementation must be
 * thread-safe.
 *
 * @see SseService.Builder#stream(String, StreamHandler)
 */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Receives a stream that has just been opened: its response head is being sent, and {@code send} works.
     *
     * <p>Runs on the service's executor, never on a lane, so it may block. Only a {@link Topic} and a {@link Run},
     * which never block, run on the lane. Returning does not close the stream: it stays open until it is closed or its
     * client disconnects. If the handler throws, this stream is closed with {@link CloseReason#FAILED}, and the
     * exception is logged with the path of the route; no other stream is affected.
     *
     * <p>Without an executor of the user's, any number of handlers may block from JDK 24 on, where each has a virtual
     * thread. Before JDK 24 a service has 1,000 threads for handlers, admissions, responders, suppliers and transforms:
     * while all of them block, further tasks are queued, and a warning is logged. {@code onClose} actions have threads
     * of their own, so a handler may wait for one. Limit the handlers by {@link SseService.Builder#maxStreams}, which
     * is unlimited by default.
     *
     * @param stream the stream; may be kept and used from any thread
     * @throws Exception to close the stream with {@link CloseReason#FAILED}
     */
    void onOpen(EventStream stream) throws Exception;
}
