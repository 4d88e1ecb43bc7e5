package sse.api.internal.executor;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.spi.support.SerialExecutor;

/** Calls listeners one at a time, in the order of the notifications. Thread-safe; does not block. */
public final class OrderedNotifier {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private final SerialExecutor executor;

    /**
     * Creates a notifier.
     *
     * @param executor runs the listeners
     */
    public OrderedNotifier(Executor executor) {
        this.executor = new SerialExecutor(executor);
    }

    /**
     * Calls each listener on the executor. If one throws, that is logged, and the others are called all the same.
     *
     * @param name what the log calls the listeners
     * @param listeners the listeners
     * @param call calls one of them
     */
    public <L> void notify(String name, List<L> listeners, Consumer<? super L> call) {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            executor.execute(
                    () -> listeners.forEach(listener -> SafeRunner.run(name + " threw", () -> call.accept(listener))));
        } catch (Exception | Error rejected) {
            LOG.log(System.Logger.Level.ERROR, name + " could not be notified", rejected);
        }
    }
}
