package sse.api.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sse.api.internal.CoreLog;

class WorkerThreadsTest {
    @RegisterExtension
    final CoreLog coreLog = new CoreLog();

    @Test
    void runsBlockingTasksSideBySide() throws Exception {
        runsSideBySide(WorkerThreads.newExecutor("test"), isVirtual() ? 2000 : 1000);
    }

    @Test
    void poolReusesAnIdleThread() throws Exception {
        ExecutorService pool = WorkerThreads.pooled("test");
        try {
            Thread first = pool.submit(Thread::currentThread).get(10, TimeUnit.SECONDS);
            assertThat(first.isDaemon()).isTrue();
            assertThat(first.getName()).isEqualTo("test-0");

            awaitIdle(first);
            assertThat(pool.submit(Thread::currentThread).get(10, TimeUnit.SECONDS))
                    .isSameAs(first);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void poolQueuesBeyondMaxThreads() throws Exception {
        ExecutorService pool = WorkerThreads.pooled("test");
        try {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            CountDownLatch started = new CountDownLatch(1000);
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1500);
            for (int i = 0; i < 1500; i++) {
                pool.execute(() -> {
                    threads.add(Thread.currentThread());
                    started.countDown();
                    awaitQuietly(release);
                    done.countDown();
                });
            }
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            release.countDown();
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(threads).hasSize(1000);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void poolWarnsOnceWhenTasksBeginToWait() {
        ExecutorService pool = WorkerThreads.pooled("test");
        CountDownLatch never = new CountDownLatch(1);
        try {
            for (int i = 0; i < 1000; i++) {
                pool.execute(() -> awaitQuietly(never));
            }
            assertThat(coreLog.records()).isEmpty();
            for (int i = 0; i < 3; i++) {
                pool.execute(() -> {});
            }
            assertThat(coreLog.records())
                    .containsExactly("executor test: all 1000 threads are busy and further tasks are queued;"
                            + " block fewer of them (maxStreams limits stream handlers), or use JDK 24 or later");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void poolRejectsAfterShutdown() {
        ExecutorService pool = WorkerThreads.pooled("test");
        pool.shutdown();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> pool.execute(() -> {}))
                .withMessage("executor test is shut down");
    }

    @Test
    void inheritsNoThreadLocals() throws Exception {
        InheritableThreadLocal<String> submitter = new InheritableThreadLocal<>();
        ExecutorService created = WorkerThreads.newExecutor("test");
        ExecutorService pool = WorkerThreads.pooled("test");
        try {
            submitter.set("of the submitter");
            for (ExecutorService executor : List.of(created, pool)) {
                assertThat(executor.submit(submitter::get).get(10, TimeUnit.SECONDS))
                        .isNull();
            }
        } finally {
            submitter.remove();
            created.shutdownNow();
            pool.shutdownNow();
        }
    }

    @Test
    void hasClassLoaderOfCreator() throws Exception {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        ClassLoader own = new ClassLoader(before) {};
        try {
            current.setContextClassLoader(own);
            ExecutorService created = WorkerThreads.newExecutor("test");
            ExecutorService pool = WorkerThreads.pooled("test");
            current.setContextClassLoader(null);
            for (ExecutorService executor : List.of(created, pool)) {
                assertThat(executor.submit(() -> Thread.currentThread().getContextClassLoader())
                                .get(10, TimeUnit.SECONDS))
                        .isSameAs(own);
                executor.shutdownNow();
            }
        } finally {
            current.setContextClassLoader(before);
        }
    }

    /** Waits until a thread of a pool waits for a task. */
    private static void awaitIdle(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
    }

    private static boolean isVirtual() {
        return Runtime.version().feature() >= 24;
    }

    private static void runsSideBySide(ExecutorService executor, int tasks) throws InterruptedException {
        CountDownLatch all = new CountDownLatch(tasks);
        CountDownLatch done = new CountDownLatch(tasks);
        try {
            for (int i = 0; i < tasks; i++) {
                executor.execute(() -> {
                    all.countDown();
                    awaitQuietly(all);
                    done.countDown();
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            executor.shutdownNow();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
