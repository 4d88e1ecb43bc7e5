package sse.api;

/**
 * Is told what becomes of a server's streams: where a metrics library or an access log is connected. What is only
 * counted, {@link SseServer#statistics()} has already.
 *
 * <p>Called where {@link EventStream#onClose} actions run, on the server's {@linkplain SseServer.Builder#executor
 * executor} if it was given one, one call at a time and in the order in which things happened. Calls that an observer
 * is too slow for wait in a queue without a limit, so it should not block. What it throws goes to the log. Each method
 * does nothing unless it is overridden.
 *
 * @see SseServer.Builder#observer(ServerObserver)
 */
public interface ServerObserver {
    /**
     * A stream was opened: its request has been admitted.
     *
     * @param request what opened it
     */
    default void onOpen(StreamRequest request) {}

    /**
     * A stream has ended and its connection is gone.
     *
     * @param summary what became of it
     */
    default void onClose(StreamSummary summary) {}

    /**
     * A request for a stream came at capacity, while the server was closing, or when its executor took no admission,
     * and was asked to come back later.
     *
     * @param request the request
     */
    default void onShed(StreamRequest request) {}
}
