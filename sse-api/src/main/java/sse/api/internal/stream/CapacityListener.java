package sse.api.internal.stream;

/** Somebody who waits for room in an outbox. */
@FunctionalInterface
interface CapacityListener {
    /**
     * Says that the outbox is at its low-water mark, or has ended. Called once, without a lock; must not block or
     * throw.
     *
     * @param open whether the outbox still takes events
     */
    void wake(boolean open);
}
