package sse.nio.internal.channel;

/** The protocol on a channel. Every method is called on the channel's loop. */
public interface ChannelHandler {
    /** Called when the channel has input, its end included, unless reading is paused. */
    void onReadable();

    /** Called when the channel takes bytes again, after it has not taken all. The handler flushes it. */
    void onWritable();

    /** Called when the channel's timeout has passed. */
    void onTimeout();

    /** Called when the server takes no more requests. A handler that waits for one closes the channel. */
    void onDrain();

    /**
     * Called once when the channel was closed by its peer, by a failure or because the loop ends. Not called when the
     * handler closes the channel itself.
     */
    void onClosed();
}
