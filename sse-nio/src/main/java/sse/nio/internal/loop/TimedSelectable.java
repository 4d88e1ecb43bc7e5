package sse.nio.internal.loop;

/** A selectable that may have a timeout. Confined to the loop. */
public abstract class TimedSelectable implements Selectable {
    // Owned by Timeouts: the index of this object in its arrays, or -1.
    int timeoutSlot = -1;

    /** Creates a selectable without a timeout. */
    protected TimedSelectable() {}

    /** Called on the loop when the timeout has passed. It stays set until it is set again or cleared. */
    protected abstract void onTimeout();
}
