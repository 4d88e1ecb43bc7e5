package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.testkit.internal.contract.support.Eventually;
import sse.testkit.internal.contract.support.ExpectedErrors;

@ExtendWith(ExpectedErrors.class)
class BlockingExecutorTest {
    private final BlockingExecutor workers = new BlockingExecutor("sse-jdkhttp-test");

    @AfterEach
    void close() throws Exception {
        workers.close(TimeUnit.SECONDS.toNanos(30));
    }

    @Test
    void runsTasksThatBlockAtTheSameTime() throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        CountDownLatch done = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            workers.execute(() -> {
                all.countDown();
                await(all);
                done.countDown();
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void letsTasksWaitBeyondItsLimitAndLosesNone() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1_100);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 1_100; i++) {
            workers.execute(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                await(gate);
                running.decrementAndGet();
                done.countDown();
            });
        }
        Eventually.becomes("running tasks", 1_000, running::get);
        gate.countDown();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(1_000);
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void usesAThreadAgain() throws Exception {
        Set<String> names = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 100; i++) {
            CountDownLatch done = new CountDownLatch(1);
            workers.execute(() -> {
                names.add(Thread.currentThread().getName());
                done.countDown();
            });
            await(done);
        }
        assertThat(names).allMatch(name -> name.startsWith("sse-jdkhttp-test-")).hasSizeLessThan(50);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void runsTasksOnVirtualThreads() throws Exception {
        Method isVirtual = Thread.class.getMethod("isVirtual");
        CountDownLatch done = new CountDownLatch(1);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        workers.execute(() -> {
            threads.add(Thread.currentThread());
            done.countDown();
        });
        await(done);
        for (Thread thread : threads) {
            assertThat(isVirtual.invoke(thread)).isEqualTo(true);
            assertThat(thread.getName()).isEqualTo("sse-jdkhttp-test-0");
        }
    }

    @Test
    void dropsTasksOnceClosed() throws Exception {
        workers.close(TimeUnit.SECONDS.toNanos(30));
        assertThat(workers.trySubmit(() -> {
                    throw new AssertionError("must not run");
                }))
                .isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("waited too long");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
