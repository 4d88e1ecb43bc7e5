package sse.testkit.internal.memory;

import java.nio.ByteBuffer;
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

    MemoryLane(TransportContext context) {
        loop = new SerialExecutor(context.executor());
        lane = context.newLane(this, ByteBuffer.allocate(SCRATCH_BYTES));
    }

    Lane lane() {
        return lane;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> run(task));
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
