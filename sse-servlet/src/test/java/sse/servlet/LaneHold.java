package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds a lane in a call, once, until a test lets it go on. Thread-safe. */
final class LaneHold {
    private static final int SECONDS = 30;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Returns one that holds no lane. */
    static LaneHold none() {
        LaneHold none = new LaneHold();
        none.release();
        return none;
    }

    /** Waits, if a lane calls it. */
    void holdLane() {
        if (Thread.currentThread().getName().startsWith("sse-servlet-lane")) {
            reached.countDown();
            await(released, "lane was not released");
        }
    }

    /** Waits until a lane is held. */
    void awaitLane() {
        await(reached, "lane did not come");
    }

    void release() {
        released.countDown();
    }

    private static void await(CountDownLatch latch, String failure) {
        try {
            assertTrue(latch.await(SECONDS, TimeUnit.SECONDS), failure);
        } catch (InterruptedException stopping) {
            throw new AssertionError(failure, stopping);
        }
    }
}
