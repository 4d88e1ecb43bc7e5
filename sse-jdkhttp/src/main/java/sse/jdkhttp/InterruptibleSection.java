package sse.jdkhttp;

import org.jspecify.annotations.Nullable;

/**
 * A section of blocking I/O on one thread that any other thread can interrupt. Thread-safe; for use once.
 *
 * <p>The JDK's server does not expose its channels, and closing an exchange may itself block behind a stalled write. An
 * interrupt always works: it closes the channel on which the thread blocks, or the first channel that the thread uses
 * afterwards ({@link java.nio.channels.InterruptibleChannel}). Leaving and cutting exclude each other, and leaving
 * clears the interrupt status, so the interrupt never affects what the thread does next.
 */
final class InterruptibleSection {
    // Guarded by this.
    private @Nullable Thread thread;
    private boolean cut;

    /** Begins on the calling thread. If the section has been cut, it begins interrupted and all its I/O fails. */
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
     * Makes all its I/O fail from now on, and closes the channel on which it blocks. Does not block; has no effect
     * after the end.
     */
    synchronized void cut() {
        cut = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
