package sse.stress;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** The loop of a lane, whose tasks one actor runs. Tasks may be handed over by every actor. */
public final class HandDrivenLoop implements Executor {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger handedOver = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        handedOver.incrementAndGet();
        tasks.add(task);
    }

    /** Returns how many tasks were ever handed over. */
    public int handedOver() {
        return handedOver.get();
    }

    /** Runs tasks until none waits. */
    public void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
