package sse.api.internal.server;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request whose admission runs. Its permit is passed on by whichever comes first: the decision, the end of the
 * client, or a failure to hand the decision over. Thread-safe.
 */
final class PendingAdmission {
    // Immutable after construction.
    private final PendingOpen request;

    private final AtomicBoolean settled = new AtomicBoolean();

    PendingAdmission(PendingOpen request) {
        this.request = request;
    }

    PendingOpen request() {
        return request;
    }

    /** Returns true to the first caller, which now owns the permit and the answer. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }
}
