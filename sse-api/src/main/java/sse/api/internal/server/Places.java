package sse.api.internal.server;

import sse.api.StreamRequest;
import sse.api.internal.executor.InFlight;

/**
 * The places of a server's streams, of which there may be a limited number for all and for each client address.
 * Thread-safe.
 */
final class Places {
    private final InFlight count;
    private final StreamsByAddress byAddress;

    Places(int limit, int limitPerAddress) {
        this.count = new InFlight(limit);
        this.byAddress = new StreamsByAddress(limitPerAddress);
    }

    /** Takes a place, unless there is none left; whoever has taken it gives it back once. */
    boolean take(StreamRequest request) {
        if (!byAddress.enter(request.remoteAddress())) {
            return false;
        }
        if (!count.enter()) {
            byAddress.leave(request.remoteAddress());
            return false;
        }
        return true;
    }

    void giveBack(StreamRequest request) {
        byAddress.leave(request.remoteAddress());
        count.leave();
    }

    int taken() {
        return count.present();
    }

    /** Waits until none is taken, for some time. */
    boolean awaitNoneTaken(long timeoutNanos) throws InterruptedException {
        return count.awaitNone(timeoutNanos);
    }
}
