package sse.jdkhttp;

/** A request or a write that holds a thread while its client is slow. */
interface ThreadHolder {
    /** Makes it release the thread, and its connection be closed. Any thread; does not block. */
    void cut();
}
