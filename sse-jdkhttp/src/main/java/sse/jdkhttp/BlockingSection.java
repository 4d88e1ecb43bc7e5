package sse.jdkhttp;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of blocking I/O on one thread that any other thread can cut short. Thread-safe; for use once.
 *
 * <p>The JDK's server hands out no channel, and closing an exchange may itself block behind a stalled write. What
 * always works is the interrupt: it closes the channel on which the thread blocks, or the first one it touches
 * afterwards ({@link java.nio.channels.InterruptibleChannel}). Leaving and cutting exclude each other, and leaving
 * takes the interrupt back, so it never hits what the thread does next.
 */
final class BlockingSection {
    // Guarded by this.
    private @Nullable Thread thread;
    private boolean cut;

    /** Begins on the calling thread. A section that is cut already begins interrupted: all its I/O fails. */
    synchronized void enter() {
        thread = Thread.currentThread();
        if (cut) {
            thread.interrupt();
        }
    }

    /** Ends on the thread that began it. */
    synchronized void leave() {
        thread = null;
        if (cut) {
            Thread.interrupted();
        }
    }

    /**
     * Makes all its I/O fail from now on, and closes the channel it waits for. Does not block; has no effect after the
     * end.
     */
    synchronized void cut() {
        cut = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
