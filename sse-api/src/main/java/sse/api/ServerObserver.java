package sse.api;

/**
 * Observes the streams of a server or a mounted service, to connect a metrics library or an access log. Counts are also
 * available from {@link SseServer#statistics()}.
 *
 * <p>Called where {@link EventStream#onClose} actions run, on the {@linkplain SseServer.Builder#executor executor} if
 * one is set, one call at a time and in the order of what happened. Pending calls are queued without a limit, so an
 * observer should not block. What it throws is logged. By default each method does nothing. An observer that is shared
 * by several servers is called by each of them independently, so it must be thread-safe then.
 *
 * @see SseServer.Builder#observer(ServerObserver)
 */
public interface ServerObserver {
    /**
     * Called when a stream has been opened: its request was admitted.
     *
     * @param request the request that opened it
     */
    default void onOpen(StreamRequest request) {}

    /**
     * Called when a stream has ended and its connection is closed.
     *
     * @param summary the request, close reason and figures of the stream
     */
    default void onClose(StreamSummary summary) {}

    /**
     * Called when a request for a stream has been shed: it was received at capacity, while the server was closing, or
     * when the executor rejected its admission, and its client was asked to reconnect later.
     *
     * @param request the request
     */
    default void onShed(StreamRequest request) {}
}
