package sse.api.internal.stream;

/** Notified when a send queue has capacity again. */
@FunctionalInterface
interface CapacityListener {
    /**
     * Called once, without a lock, when the queue has reached its low-water mark or was closed. Must not block or
     * throw.
     *
     * @param open true if the queue still accepts events
     */
    void onCapacity(boolean open);
}
