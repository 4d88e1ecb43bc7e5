package sse.api.internal.stream;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.internal.wire.FrameBatch;

/**
 * A member of a lane: a stream, or a topic's subscribers. The links that the lane needs are fields here, so that
 * neither signalling nor membership allocates.
 */
public abstract class LaneMember {
    private static final AtomicReferenceFieldUpdater<LaneMember, LaneMember> NEXT_SIGNALLED =
            AtomicReferenceFieldUpdater.newUpdater(LaneMember.class, LaneMember.class, "nextSignalled");

    /** Marks a member that is not signalled; null ends the list. */
    private static final LaneMember NOT_SIGNALLED = new LaneMember() {
        @Override
        protected void onRun(FrameBatch batch, long nowNanos) {}

        @Override
        protected void onSweep(long nowNanos) {}
    };

    // Written by any thread that signals, and by the lane.
    private volatile @Nullable LaneMember nextSignalled = NOT_SIGNALLED;

    // Confined to the lane: the index in its table, or -1.
    int laneIndex = -1;

    /** Returns true to the one caller that must put this member on the lane's list of signalled members. */
    final boolean claimSignal() {
        return nextSignalled == NOT_SIGNALLED && NEXT_SIGNALLED.compareAndSet(this, NOT_SIGNALLED, null);
    }

    final void linkSignalled(@Nullable LaneMember next) {
        NEXT_SIGNALLED.lazySet(this, next);
    }

    /** Takes this member off the list, so that it can be signalled again, and returns the next one. */
    final @Nullable LaneMember unlinkSignalled() {
        return NEXT_SIGNALLED.getAndSet(this, NOT_SIGNALLED);
    }

    /** Returns the next member of the list. */
    final @Nullable LaneMember nextSignalled() {
        return nextSignalled;
    }

    /**
     * Called once after any number of signals.
     *
     * @param batch the lane's batch, which is empty; others use it afterwards
     * @param nowNanos the time of the lane's deadlines
     */
    protected abstract void onRun(FrameBatch batch, long nowNanos);

    /** Calls an action with this member if it is a stream. */
    void ifStream(Consumer<ServerEventStream> action) {}

    /** Called periodically: checks heartbeats and deadlines. */
    protected abstract void onSweep(long nowNanos);
}
