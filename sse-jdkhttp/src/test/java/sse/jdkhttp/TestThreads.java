package sse.jdkhttp;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Looks at the platform threads of the process. Virtual threads are not shown; there the tests rely on the server's
 * close, which waits for them.
 */
final class TestThreads {
    /** A thread is still seen for a moment after it is done, or interrupted. Pools keep idle threads for 5 s. */
    private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** A write that is stuck stays so. */
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private TestThreads() {}

    /** Returns the names of the threads that the transport has, after a moment if there are any. */
    static List<String> ofTransport() {
        return within(MOMENT_NANOS, () -> names("sse-jdkhttp"));
    }

    /** Returns the names of the threads that JDK servers have, after a moment if there are any. */
    static List<String> ofJdkServers() {
        return within(MOMENT_NANOS, () -> names("HTTP-Dispatcher", "idle-timeout-task"));
    }

    /** Returns how many threads the transport has now. */
    static int count() {
        return names("sse-jdkhttp").size();
    }

    /** Returns the names of the threads that are within a write of the transport's, after a moment if there are any. */
    static List<String> blockedWriters() {
        return within(
                WRITE_NANOS,
                () -> Thread.getAllStackTraces().entrySet().stream()
                        .filter(TestThreads::isWriting)
                        .map(thread -> thread.getKey().getName())
                        .toList());
    }

    private static List<String> within(long nanos, Supplier<List<String>> look) {
        long start = System.nanoTime();
        List<String> names = look.get();
        while (!names.isEmpty() && System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(PAUSE_NANOS);
            names = look.get();
        }
        return names;
    }

    private static List<String> names(String... prefixes) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> Arrays.stream(prefixes).anyMatch(name::startsWith))
                .toList();
    }

    private static boolean isWriting(Map.Entry<Thread, StackTraceElement[]> thread) {
        return thread.getKey().getName().startsWith("sse-jdkhttp-write")
                && Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getMethodName().equals("write"));
    }
}
