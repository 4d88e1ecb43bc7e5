package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CountedExecutorTest {
    @Test
    void countsATaskUntilItHasEnded() throws Exception {
        Queue<Runnable> tasks = new ArrayDeque<>();
        CountedExecutor counted = new CountedExecutor(tasks::add);
        counted.execute(() -> {});
        assertThat(counted.awaitNone(0)).isFalse();
        tasks.remove().run();
        assertThat(counted.awaitNone(0)).isTrue();
    }

    @Test
    void runsWhatIsRejected() throws Exception {
        List<String> ran = new ArrayList<>();
        CountedExecutor counted = new CountedExecutor(task -> {
            throw new RejectedExecutionException("shut down, as the test wants it");
        });
        counted.execute(() -> ran.add("task"));
        assertThat(ran).containsExactly("task");
        assertThat(counted.awaitNone(0)).isTrue();
    }

    @Test
    void countsNothingThatCouldNotBeHandedOver() throws Exception {
        CountedExecutor counted = new CountedExecutor(task -> {
            throw new OutOfMemoryError("no thread, as the test wants it");
        });
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> counted.execute(() -> {}));
        assertThat(counted.awaitNone(0)).isTrue();
    }

    @Test
    void countsATaskThatThrowsInTheCallerOnce() throws Exception {
        Queue<Runnable> waiting = new ArrayDeque<>();
        boolean[] inCaller = {false};
        CountedExecutor counted = new CountedExecutor(task -> {
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
                }));
        assertThat(counted.awaitNone(0)).as("the first still waits").isFalse();
        waiting.remove().run();
        assertThat(counted.awaitNone(0)).isTrue();
    }
}
