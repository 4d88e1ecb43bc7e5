package sse.jdkhttp;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at the platform threads of the process. Virtual threads are not shown; there the tests rely on the server's
 * close, which waits for them.
 */
final class TestThreads {
    /**
     * A thread is still seen for a moment after it is done, or interrupted; those of a pool are kept for some seconds.
     */
    private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private TestThreads() {}

    /** Returns the names of the threads that the transport has, after a moment if there are any. */
    static List<String> ofTransport() {
        return afterAMoment(() -> names("sse-jdkhttp"));
    }

    /** Returns the names of the threads that JDK servers have, after a moment if there are any. */
    static List<String> ofJdkServers() {
        return afterAMoment(() -> names("HTTP-Dispatcher", "idle-timeout-task"));
    }

    /** Returns how many threads the transport has now. */
    static int count() {
        return names("sse-jdkhttp").size();
    }

    /** Returns the names of the threads that are within a write of the transport's, after a moment if there are any. */
    static List<String> blockedWriters() {
        return afterAMoment(() -> Thread.getAllStackTraces().entrySet().stream()
                .filter(TestThreads::isWriting)
                .map(thread -> thread.getKey().getName())
                .toList());
    }

    private static List<String> afterAMoment(Supplier<List<String>> look) {
        long end = System.nanoTime() + MOMENT_NANOS;
        List<String> names = look.get();
        while (!names.isEmpty() && System.nanoTime() < end) {
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
