package sse.nio;

/** What hangs on a selection key: it is told when its channel is ready. Confined to its loop. */
interface Selectable {
    /** Does what the key's channel is ready for, in a bounded amount. */
    void ready();

    /** Closes the channel at once, without a word to the peer. Does nothing if it is closed. */
    void close();
}
