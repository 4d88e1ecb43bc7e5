package sse.api.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TrackingExecutorTest {
    @Test
    void countsTaskUntilItEnds() throws Exception {
        Queue<Runnable> tasks = new ArrayDeque<>();
        TrackingExecutor counted = new TrackingExecutor(tasks::add);
        counted.execute(() -> {});
        assertThat(counted.awaitIdle(0)).isFalse();
        tasks.remove().run();
        assertThat(counted.awaitIdle(0)).isTrue();
    }

    @Test
    void runsRejectedTaskInCaller() throws Exception {
        List<String> ran = new ArrayList<>();
        TrackingExecutor counted = new TrackingExecutor(task -> {
            throw new RejectedExecutionException("shut down, as the test wants it");
        });
        counted.execute(() -> ran.add("task"));
        assertThat(ran).containsExactly("task");
        assertThat(counted.awaitIdle(0)).isTrue();
    }

    @Test
    void doesNotCountTaskThatFailsToSubmit() throws Exception {
        TrackingExecutor counted = new TrackingExecutor(task -> {
            throw new OutOfMemoryError("no thread, as the test wants it");
        });
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> counted.execute(() -> {}))
                .withMessage("no thread, as the test wants it");
        assertThat(counted.awaitIdle(0)).isTrue();
    }

    @Test
    void countsTaskThatThrowsInCallerOnce() throws Exception {
        Queue<Runnable> waiting = new ArrayDeque<>();
        boolean[] inCaller = {false};
        TrackingExecutor counted = new TrackingExecutor(task -> {
            if (inCaller[0]) {
                task.run();
            } else {
                waiting.add(task);
            }
        });
        counted.execute(() -> {});
        inCaller[0] = true;
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> counted.execute(() -> {
                    throw new IllegalStateException("as the test wants it");
                }))
                .withMessage("as the test wants it");
        assertThat(counted.awaitIdle(0)).as("the first still waits").isFalse();
        waiting.remove().run();
        assertThat(counted.awaitIdle(0)).isTrue();
    }
}
