package sse.nio.internal.loop;

/** The attachment of a selection key. Every method is called on the loop. */
public interface Selectable {
    /** Does what the key's channel is ready for, in a bounded number of steps. */
    void onReady();

    /** Closes the channel if it waits for work that the server no longer takes. Called when the server drains. */
    void onDrain();

    /** Closes the channel at once, without sending anything to the peer. Does nothing if the channel is closed. */
    void abort();
}
