package sse.nio.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TaskQueueTest {
    private final TaskQueue queue = new TaskQueue();
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void returnsTasksInOrder() {
        for (int i = 0; i < 10_000; i++) {
            add(i);
            if (i % 3 == 0) {
                queue.poll().run();
            }
        }
        runAll();
        assertThat(ran).hasSize(10_000).isSorted();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void asksForOneWakeUpWhileParked() {
        assertThat(add(0)).isFalse();
        assertThat(queue.park()).isFalse();
        runAll();
        assertThat(queue.park()).isTrue();
        assertThat(add(1)).isTrue();
        assertThat(add(2)).isFalse();
        queue.unpark();
        assertThat(queue.park()).isFalse();
        runAll();
        assertThat(queue.park()).isTrue();
        queue.unpark();
        assertThat(add(3)).isFalse();
    }

    @Test
    void doesNotParkWhileBatchHasTasks() {
        add(0);
        add(1);
        queue.poll().run();
        assertThat(queue.park()).isFalse();
        assertThat(queue.close()).isFalse();
    }

    @Test
    void dropsTasksOnceItIsClosed() {
        assertThat(queue.close()).isTrue();
        assertThat(add(0)).isFalse();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void keepsOrderOfManyThreads() throws InterruptedException {
        int threads = 4;
        int each = 50_000;
        CountDownLatch done = new CountDownLatch(threads);
        int[] last = new int[threads];
        for (int t = 0; t < threads; t++) {
            int thread = t;
            new Thread(() -> {
                        for (int i = 1; i <= each; i++) {
                            int value = i;
                            queue.add(() -> {
                                assertThat(last[thread]).isEqualTo(value - 1);
                                last[thread] = value;
                            });
                        }
                        done.countDown();
                    })
                    .start();
        }
        while (done.getCount() > 0) {
            runAll();
        }
        runAll();
        assertThat(last).containsOnly(each);
    }

    private boolean add(int value) {
        return queue.add(() -> ran.add(value));
    }

    private void runAll() {
        Runnable task = queue.poll();
        while (task != null) {
            task.run();
            task = queue.poll();
        }
    }
}
