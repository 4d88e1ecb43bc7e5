package sse.servlet;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Whether the container may be called for a response, and who ends it there. Thread-safe.
 *
 * <pre>
 *   OPEN --- the lane completes or aborts --------------------------------------> ENDED
 *    | |                                                                            ^
 *    | +---- onError, onTimeout: completed on the container's thread ---------------+
 *    |                                                                              |
 *    +--- a call fails, or the container reports that ---> FAILED --- either does --+
 * </pre>
 *
 * As soon as {@code onError} or {@code onTimeout} has returned, the container may use the response's objects for the
 * next request, which a late call would then end. So every call of the lane's, also one that ends the response, is made
 * under the lock, which these callbacks take: when they return, none is in progress, and none begins afterwards.
 * Nothing that is called under the lock blocks.
 *
 * <p>{@code onComplete} does not take it. Tomcat calls it under a monitor of its own that a call of the lane's may wait
 * for. It only follows an ending that has been called, unless other code of the application ends the response.
 */
final class ResponseLifecycle {
    /** How long the container's thread waits at most for the end of a stream, when the container stops. */
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private enum State {
        OPEN,
        FAILED,
        ENDED
    }

    // Immutable after construction.
    private final AsyncContext async;

    // Guarded by this.
    private State state = State.OPEN;

    // Written by the container's thread, read by any.
    private volatile boolean completed;

    ResponseLifecycle(AsyncContext async) {
        this.async = async;
    }

    /**
     * Calls the container for an open response. On the lane.
     *
     * @return false if the response is not open
     */
    synchronized boolean call(ContainerCall call) throws IOException {
        if (!isOpen()) {
            return false;
        }
        call.run();
        return true;
    }

    /**
     * Ends an open response. On the lane.
     *
     * @return false if it was not open
     */
    synchronized boolean end(ResponseEnding ending) {
        if (!isOpen()) {
            return false;
        }
        change(State.ENDED);
        ending.endQuietly(async);
        return true;
    }

    /**
     * Lets no more calls begin, but for {@link #endFailed}. Any thread.
     *
     * @return false if the response was not open
     */
    synchronized boolean fail() {
        if (state != State.OPEN) {
            return false;
        }
        change(State.FAILED);
        return true;
    }

    /** Ends a response that has failed, unless the container has called back meanwhile. On the lane. */
    synchronized void endFailed(ResponseEnding ending) {
        if (state == State.FAILED && !completed) {
            state = State.ENDED;
            ending.endQuietly(async);
        }
    }

    /**
     * Ends a response within {@code onError} or {@code onTimeout}, also one for which that has been called before.
     *
     * @return false if it was not open
     */
    synchronized boolean endInCallback(ResponseEnding ending) {
        boolean wasOpen = state == State.OPEN;
        change(State.ENDED);
        ending.endQuietly(async);
        return wasOpen;
    }

    /** Lets no more calls begin: the container has completed the response. Does not wait for a call in progress. */
    void onCompleted() {
        completed = true;
    }

    /** Waits until the response is no longer open, for some seconds at most. Any thread but the lane's. */
    synchronized void awaitEnd() {
        long deadline = System.nanoTime() + STOP_NANOS;
        try {
            for (long left = STOP_NANOS; state == State.OPEN && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOpen() {
        return state == State.OPEN && !completed;
    }

    private void change(State next) {
        state = next;
        notifyAll();
    }
}
