package sse.api.internal.server;

import sse.api.StreamRequest;
import sse.api.internal.executor.InFlight;

/** The permits to open streams, which are limited for the service and for each client address. Thread-safe. */
final class StreamPermits {
    private final InFlight acquired;
    private final PerAddressLimit byAddress;

    StreamPermits(int limit, int limitPerAddress) {
        this.acquired = new InFlight(limit);
        this.byAddress = new PerAddressLimit(limitPerAddress);
    }

    /** Acquires a permit, which is to be released once. Returns false if none is available. */
    boolean tryAcquire(StreamRequest request) {
        if (!byAddress.tryAcquire(request.remoteAddress())) {
            return false;
        }
        if (!acquired.tryEnter()) {
            byAddress.release(request.remoteAddress());
            return false;
        }
        return true;
    }

    void release(StreamRequest request) {
        byAddress.release(request.remoteAddress());
        acquired.leave();
    }

    /** Returns how many permits are acquired. */
    int acquired() {
        return acquired.count();
    }

    /** Waits until no permit is acquired, for at most the timeout. */
    boolean awaitNone(long timeoutNanos) throws InterruptedException {
        return acquired.awaitZero(timeoutNanos);
    }
}
