package sse.api;

/** Receives each stream that is opened on a path. Implementations must be thread-safe: streams open concurrently. */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Receives a stream that has just been opened: its response head is on its way and {@code send} works.
     *
     * <p>Runs on the server's executor, never on a lane, so it may block; only a {@link Topic}, which never does, runs on the lane. Returning does not end the stream; it lives
     * until somebody closes it or the client leaves. An exception closes this stream with {@link CloseReason#FAILED},
     * is logged, and touches nothing else.
     *
     * @param stream the stream; may be kept and used from any thread
     * @throws Exception to close the stream with {@link CloseReason#FAILED}
     */
    void onOpen(EventStream stream) throws Exception;
}
