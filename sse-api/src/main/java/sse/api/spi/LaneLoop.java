package sse.api.spi;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What runs the tasks of a lane: one at a time, in the order of their submission, each with the effects of the previous
 * ones visible. It accepts tasks from any thread without blocking, and may drop them once the source of exchanges is
 * closed. An event loop is one, and a {@link sse.api.spi.support.SerialExecutor} over any executor.
 *
 * <p>A loop that also reads requests should postpone the writing of its lane until it has served them, by overriding
 * {@link #atEndOfPass}: what several requests publish then leaves in one write. Others need not override anything.
 */
@FunctionalInterface
public interface LaneLoop extends Executor {
    /**
     * Runs a task when the loop has served the connections that are ready and has run its other tasks, after a bounded
     * time. Called on the loop; does not throw. A task that is already waiting is not added again; tasks that wait run
     * in the order in which they were added.
     *
     * <p>The default runs it before it returns.
     *
     * @param task what runs, on the loop
     */
    default void atEndOfPass(Runnable task) {
        Objects.requireNonNull(task, "task").run();
    }
}
