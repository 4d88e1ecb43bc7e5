package sse.api.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sse.api.internal.CoreLog;

class GuardedExecutorTest {
    @RegisterExtension
    final CoreLog coreLog = new CoreLog();

    private final List<String> ran = new ArrayList<>();

    @Test
    void submitsTaskThatIsAccepted() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        assertThat(new GuardedExecutor(tasks::add).tryExecute(() -> ran.add("task")))
                .isTrue();
        assertThat(ran).isEmpty();
        tasks.remove().run();
        assertThat(ran).containsExactly("task");
    }

    @Test
    void rejectsForAnyException() {
        GuardedExecutor executor = new GuardedExecutor(task -> {
            throw new OutOfMemoryError("no thread, as the test wants it");
        });
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.execute(() -> ran.add("task")))
                .withMessage("executor rejected a task")
                .withCauseInstanceOf(OutOfMemoryError.class);
        assertThat(executor.tryExecute(() -> ran.add("task"))).isFalse();
        assertThat(executor.tryExecute(() -> ran.add("task"))).isFalse();
        assertThat(ran).isEmpty();
        assertThat(coreLog.records())
                .as("the first rejection only")
                .containsExactly("executor rejected a task, which it should not;"
                        + " the client is asked to reconnect later: executor rejected a task");
    }

    @Test
    void neverRunsRejectedTask() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        GuardedExecutor executor = new GuardedExecutor(task -> {
            tasks.add(task);
            throw new RejectedExecutionException("after all, as the test wants it");
        });
        assertThat(executor.tryExecute(() -> ran.add("task"))).isFalse();
        tasks.remove().run();
        assertThat(ran).isEmpty();
    }

    @Test
    void rethrowsExceptionOfTaskInCaller() {
        GuardedExecutor executor = new GuardedExecutor(Runnable::run);
        assertThatIllegalStateException()
                .isThrownBy(() -> executor.execute(() -> {
                    throw new IllegalStateException("as the test wants it");
                }))
                .withMessage("as the test wants it");
    }
}
