package sse.api;

/** Receives each stream that is opened on a path. Implementations must be thread-safe: streams open concurrently. */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Receives a stream that has just been opened: its response head is on its way and {@code send} works.
     *
     * <p>Runs on the server's executor, never on a lane, so it may block; only a {@link Topic}, which never does, runs
     * on the lane. Returning does not end the stream; it lives until somebody closes it or the client leaves. An
     * exception closes this stream with {@link CloseReason#FAILED}, is logged, and touches nothing else.
     *
     * <p>Unless the server was given an executor, as many handlers may block as there are from JDK 24 on, where each
     * has a virtual thread. Before it there are 1,000 threads for all handlers, admissions, responders, ticking
     * suppliers and views of the server: while so many block, the others wait, and the log has a warning.
     * {@code onClose} actions have threads of their own, so a handler may wait for one. Bound the handlers by
     * {@link SseServer.Builder#maxStreams}, which is off by default.
     *
     * @param stream the stream; may be kept and used from any thread
     * @throws Exception to close the stream with {@link CloseReason#FAILED}
     */
    void onOpen(EventStream stream) throws Exception;
}
