package sse.testkit.internal.contract;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import sse.testkit.ManualTicker;

/** Advances a manual ticker on a thread of its own, for timeouts whose start the transport determines. */
final class TimePassing {
    private static final long PAUSE_NANOS = 1_000_000;

    private final Thread thread;
    private volatile boolean stopped;

    TimePassing(ManualTicker ticker, Duration step) {
        thread = new Thread(
                () -> {
                    while (!stopped) {
                        ticker.advance(step);
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                },
                "contract-time");
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
