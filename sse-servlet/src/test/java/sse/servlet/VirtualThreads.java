package sse.servlet;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Virtual threads, where the JDK has them. */
final class VirtualThreads {
    private VirtualThreads() {}

    static Executor executor() {
        return (Executor) call(() ->
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    }

    /** Returns true if the calling thread is virtual. */
    static boolean isCurrent() {
        return (boolean) call(() -> Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()));
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object call(Call call) {
        try {
            return call.run();
        } catch (ReflectiveOperationException older) {
            throw new IllegalStateException("JDK has no virtual threads", older);
        }
    }
}
