package sse.benchmarks.load.client;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for deliveries that are on their way: as long as something comes. */
final class Drain {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_MILLIS = 20;

    private Drain() {}

    /**
     * Waits in the calling thread.
     *
     * @param outstanding returns how many are still to come
     * @return {@code outstanding=…}, how many have not come
     */
    static <S extends Looped> String of(ClientLoop<S> loop, ClientLoop.Task<S, Long> outstanding)
            throws InterruptedException, ExecutionException, TimeoutException {
        long least = Long.MAX_VALUE;
        long progressNanos = System.nanoTime();
        while (true) {
            long rest = loop.ask(outstanding);
            if (rest == 0 || System.nanoTime() - progressNanos > PATIENCE_NANOS) {
                return "outstanding=" + rest;
            }
            if (rest < least) {
                least = rest;
                progressNanos = System.nanoTime();
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
