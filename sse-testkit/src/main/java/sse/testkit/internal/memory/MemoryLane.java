package sse.testkit.internal.memory;

import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.TransportContext;
import sse.api.spi.support.SerialExecutor;

/** A lane and its loop, which checks that calls are made on the thread that runs it. Thread-safe. */
final class MemoryLane implements LaneLoop {
    private static final int SCRATCH_BYTES = 16 * 1024;

    // Immutable after construction.
    private final SerialExecutor loop;
    private final Lane lane;

    // Written by the loop, read by any thread.
    private volatile @Nullable Thread running;

    // Written by the thread that closes the server, read by any thread.
    private volatile boolean ended;

    MemoryLane(TransportContext context) {
        loop = new SerialExecutor(context.executor());
        lane = context.newLane(this, ByteBuffer.allocate(SCRATCH_BYTES));
    }

    Lane lane() {
        return lane;
    }

    /**
     * Runs a task on the loop, after the tasks added before. Drops it if the server is closed and its executor takes no
     * more tasks: user code may still run then.
     */
    @Override
    public void execute(Runnable task) {
        try {
            loop.execute(() -> run(task));
        } catch (RejectedExecutionException rejected) {
            if (!ended) {
                throw rejected;
            }
        }
    }

    /** Is called when the server is closed. */
    void end() {
        ended = true;
    }

    boolean isRunningHere() {
        return running == Thread.currentThread();
    }

    void requireOnLane() {
        if (!isRunningHere()) {
            throw new IllegalStateException("must be called on the lane of the connection: "
                    + Thread.currentThread().getName());
        }
    }

    private void run(Runnable task) {
        running = Thread.currentThread();
        try {
            task.run();
        } finally {
            running = null;
        }
    }
}
