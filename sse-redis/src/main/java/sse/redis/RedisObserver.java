package sse.redis;

/**
 * Receives word of what happens to a {@link RedisBackplane}. Called by the thread that follows the broker, one call at
 * a time; must not block. What it throws is logged.
 */
public interface RedisObserver {
    /** Called when the broker can be read: once in the beginning, and after each {@link #onDown}. */
    default void onUp() {}

    /**
     * Called when the broker cannot be read any more. Nothing is delivered until {@link #onUp}.
     *
     * @param cause why
     */
    default void onDown(Throwable cause) {}

    /**
     * Called when a failover or a restart has lost entries that this process had received. Its clients had them, and no
     * others will.
     *
     * @param entries the number of entries
     */
    default void onRollback(long entries) {}
}
