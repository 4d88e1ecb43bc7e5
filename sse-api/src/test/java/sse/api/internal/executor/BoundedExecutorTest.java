package sse.api.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BoundedExecutorTest {
    private final Queue<Runnable> submitted = new ArrayDeque<>();
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void runsNoMoreTasksThanItsLimit() {
        BoundedExecutor executor = new BoundedExecutor(submitted::add, 2);
        for (int i = 1; i <= 5; i++) {
            int number = i;
            executor.execute(() -> ran.add(number));
        }
        assertThat(submitted).hasSize(2);

        for (int task = 1; task < 5; task++) {
            submitted.remove().run();
            assertThat(submitted).hasSize(2);
        }
        while (!submitted.isEmpty()) {
            submitted.remove().run();
        }

        assertThat(ran).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void keepsTaskThatIsRejected() {
        boolean[] full = {true};
        BoundedExecutor executor = new BoundedExecutor(
                task -> {
                    if (full[0]) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                },
                1);
        executor.execute(() -> ran.add(1));
        assertThat(ran).isEmpty();

        full[0] = false;
        executor.startWaiting();

        assertThat(ran).containsExactly(1);
    }

    @Test
    void runsTasksInCaller() {
        BoundedExecutor executor = new BoundedExecutor(Runnable::run, 1);

        executor.execute(() -> {
            ran.add(1);
            executor.execute(() -> ran.add(2));
            ran.add(3);
        });

        assertThat(ran).containsExactly(1, 3, 2);
    }
}
