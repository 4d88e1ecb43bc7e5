package sse.api.internal.stream;

import java.util.List;

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

    /** Notifies listeners; by index, because an iterator for each write would be garbage. */
    static void signal(List<CapacityListener> listeners, boolean open) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).onCapacity(open);
        }
    }
}
