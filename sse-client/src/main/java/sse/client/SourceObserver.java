package sse.client;

import java.time.Duration;

/**
 * Observes what an {@link EventSource} receives and does besides events.
 *
 * <p>Called on the source's executor, one call at a time, in the order of what happened, and never at the same time as
 * a callback of the source. It should not block. What it throws is logged. By default each method does nothing. An
 * observer that is shared by several sources must be thread-safe.
 *
 * @see EventSource.Builder#observer
 */
public interface SourceObserver {
    /**
     * Called when an event stream has been accepted.
     *
     * @param response the head of the response
     */
    default void onOpen(ResponseHead response) {}

    /**
     * Called for each line of a comment. Servers send comments to keep connections alive.
     *
     * @param text the text after the colon, without one leading space
     */
    default void onComment(String text) {}

    /**
     * Called when the server has set the reconnection time.
     *
     * @param time the time, as the server sent it
     */
    default void onRetry(Duration time) {}

    /**
     * Called when there is no connection, before the delay.
     *
     * @param disconnection what happened
     * @param delay the time until the next attempt
     */
    default void onDisconnect(Disconnection disconnection, Duration delay) {}

    /**
     * Called last, once, when the source has ended.
     *
     * @param end how it ended
     */
    default void onEnd(SourceEnd end) {}
}
