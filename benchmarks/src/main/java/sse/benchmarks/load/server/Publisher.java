package sse.benchmarks.load.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to a server from a thread of its own, either as fast as subscribers follow or at a fixed rate. Sequences
 * begin at one and go on from one run to the next. Controlled by one thread.
 */
final class Publisher {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    // Immutable after construction.
    private final BroadcastServer server;
    private final DeliveryAcks acks;

    // Written by the publishing thread while there is one, by the caller otherwise.
    private long published;
    private @Nullable Exception failure;

    // Confined to the caller.
    private @Nullable Thread thread;

    // Written by the caller, read by the publishing thread.
    private volatile boolean running;

    Publisher(BroadcastServer server, DeliveryAcks acks) {
        this.server = server;
        this.acks = acks;
    }

    /** Begins to publish, with so many publications ahead of the slowest subscriber. */
    void flood(int inFlight, Payload payload) {
        start(() -> {
            while (running) {
                if (published - acks.completed() < inFlight) {
                    publish(payload, System.nanoTime());
                } else {
                    acks.await();
                }
            }
        });
    }

    /**
     * Begins to publish at a rate. The time in the data is when the event was due, so that a publisher held up by the
     * server counts as latency.
     */
    void rate(double perSecond, Payload payload) {
        long intervalNanos = (long) (NANOS / perSecond);
        start(() -> {
            long due = System.nanoTime();
            while (running) {
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(this, wait);
                } else {
                    publish(payload, due);
                    due += intervalNanos;
                }
            }
        });
    }

    /**
     * Ends publishing.
     *
     * @return how many events were published, all runs together
     * @throws IOException if publishing failed
     */
    long stop() throws IOException, InterruptedException {
        running = false;
        if (thread != null) {
            LockSupport.unpark(thread);
            thread.join();
            thread = null;
        }
        if (failure != null) {
            throw new IOException("publishing failed: " + failure, failure);
        }
        return published;
    }

    private void start(Run run) {
        if (thread != null) {
            throw new IllegalStateException("publisher must be stopped first");
        }
        running = true;
        thread = new Thread(() -> attempt(run), "load-publisher");
        thread.setDaemon(true);
        thread.start();
    }

    private void attempt(Run run) {
        try {
            run.run();
        } catch (IOException | RuntimeException failed) {
            failure = failed;
        }
    }

    private void publish(Payload payload, long nanos) throws IOException {
        published++;
        server.broadcast(published, payload.of(published, nanos));
    }

    /** What the publishing thread does. */
    private interface Run {
        void run() throws IOException;
    }
}
