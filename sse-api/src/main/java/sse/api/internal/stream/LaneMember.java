package sse.api.internal.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What lives on a lane. The links the lane needs are fields here, so that neither signalling nor membership allocates.
 */
public abstract class LaneMember {
    private static final AtomicReferenceFieldUpdater<LaneMember, LaneMember> NEXT_SIGNALLED =
            AtomicReferenceFieldUpdater.newUpdater(LaneMember.class, LaneMember.class, "nextSignalled");

    /** Stands for "not signalled"; null cannot, because it ends the list. */
    private static final LaneMember NOT_SIGNALLED = new LaneMember() {
        @Override
        protected void onTurn(ByteBuffer scratch, long nowNanos) {}

        @Override
        protected void onSweep(long nowNanos) {}
    };

    // Written by any thread that signals, and by the lane.
    private volatile @Nullable LaneMember nextSignalled = NOT_SIGNALLED;

    // Confined to the lane: the place in its table, or -1.
    int laneIndex = -1;

    /** Claims the right to put this member on the lane's list of signalled ones; the one who gets it must do so. */
    final boolean claimSignal() {
        return nextSignalled == NOT_SIGNALLED && NEXT_SIGNALLED.compareAndSet(this, NOT_SIGNALLED, null);
    }

    final void linkSignalled(@Nullable LaneMember next) {
        NEXT_SIGNALLED.lazySet(this, next);
    }

    /** Takes this member off the list: from now on it can be signalled again. Returns the one behind it. */
    final @Nullable LaneMember unlinkSignalled() {
        return NEXT_SIGNALLED.getAndSet(this, NOT_SIGNALLED);
    }

    /** Returns the one behind it on the list. */
    final @Nullable LaneMember nextSignalled() {
        return nextSignalled;
    }

    /** Has a turn, once after any number of signals. */
    protected abstract void onTurn(ByteBuffer scratch, long nowNanos);

    /** Looks at the clock: heartbeats and deadlines. */
    protected abstract void onSweep(long nowNanos);
}
