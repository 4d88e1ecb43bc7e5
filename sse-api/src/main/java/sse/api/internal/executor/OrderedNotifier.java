package sse.api.internal.executor;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.Subscription;
import sse.api.spi.support.SerialExecutor;

/**
 * Tells a topic's listeners what becomes of its subscriptions on one lane: one thing after the other, so that nobody
 * hears of an end before the beginning. Thread-safe.
 */
public final class OrderedNotifier {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private final SerialExecutor executor;

    public OrderedNotifier(Executor executor) {
        this.executor = new SerialExecutor(executor);
    }

    /** Tells each of them. One that throws is logged, and the others are told. */
    public void tell(List<Consumer<Subscription>> listeners, Subscription about) {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            executor.execute(() -> listeners.forEach(
                    listener -> SafeRunner.run("a topic's listener threw", () -> listener.accept(about))));
        } catch (Exception | Error notTaken) {
            LOG.log(System.Logger.Level.ERROR, "a topic's listener could not be told", notTaken);
        }
    }
}
