package sse.client;

/**
 * Decides whether an {@link EventSource} connects again, and when.
 *
 * <p>Called once for each {@link Disconnection}, on the source's executor, one call at a time for a source. A policy
 * that is shared by several sources must be thread-safe. If it throws, the source ends with {@link EndReason#FAILED}.
 *
 * <pre>{@code
 * ReconnectPolicy policy = disconnection ->
 *         disconnection.response().filter(head -> head.status() == 404).isPresent()
 *                 ? ReconnectDecision.retry()          // being deployed
 *                 : disconnection.recommended();
 * }</pre>
 *
 * @see EventSource.Builder#reconnectPolicy
 */
@FunctionalInterface
public interface ReconnectPolicy {
    /**
     * Decides.
     *
     * @param disconnection what happened, and what the source would do by itself
     * @return the decision
     */
    ReconnectDecision decide(Disconnection disconnection);
}
