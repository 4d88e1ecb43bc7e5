package sse.api.internal.subscription;

import java.util.Optional;
import sse.api.CloseReason;
import sse.api.GapPolicy;
import sse.api.LagPolicy;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;

/**
 * Replays every retained event. If the next entry was evicted, the stream reads pages of the hub's log, if that has
 * one; otherwise the lag policy decides.
 *
 * @param gap how a stream that lags is notified, if the policy is to notify it
 * @param gapPolicy where such a stream continues
 */
public record FullReplay(EntryLog log, LagPolicy policy, Optional<GapSign> gap, GapPolicy gapPolicy)
        implements CatchUpReader {
    @Override
    public int read(TopicSubscription subscription, long until, LogEntry[] into) {
        while (true) {
            int count = (int) Math.min(log.read(subscription.position(), into), until - subscription.position());
            if (count > 0 || subscription.position() >= until) {
                return count;
            }
            skip(subscription, until);
            if (subscription.serverStream().isClosed() || subscription.hasGap()) {
                return 0;
            }
        }
    }

    /** The next entry is before the head, and yet cannot be read: it was evicted. */
    private void skip(TopicSubscription subscription, long until) {
        if (subscription.startsAtOldest()) {
            subscription.skipUnread(Math.min(until, nextRetained(subscription)));
            return;
        }
        subscription.setSlow();
        if (subscription.group().hasPages() && !subscription.hasTransform()) {
            subscription.setGap(); // The stream reads pages of the hub's log.
            return;
        }
        switch (policy) {
            case GAP -> subscription.setGap();
            case DISCONNECT -> subscription.serverStream().abort(CloseReason.OVERFLOW);
            case SKIP_TO_OLDEST -> subscription.skipTo(Math.min(until, nextRetained(subscription)));
            case SKIP_TO_NEWEST -> subscription.skipTo(Math.max(until - 1, subscription.position() + 1));
        }
    }

    private long nextRetained(TopicSubscription subscription) {
        return Math.max(log.tail(), subscription.position() + 1);
    }

    @Override
    public boolean hasPendingGap(TopicSubscription subscription) {
        return subscription.hasGap();
    }

    @Override
    public Optional<GapNotice> passGap(TopicSubscription subscription) {
        if (!subscription.hasGap()) {
            return Optional.empty();
        }
        long head = log.head();
        long lost = subscription.passGapTo(
                switch (gapPolicy) {
                    case OLDEST, SNAPSHOT -> Math.min(head, nextRetained(subscription));
                    case LIVE -> head;
                });
        return gap.map(sign -> new GapNotice(sign, Loss.trimmed(lost)));
    }

    /** What follows may have been evicted during the read. */
    @Override
    public boolean mayHaveMore(LogEntry last, long until) {
        return last.position() + 1 < until;
    }

    @Override
    public void check(TopicSubscription subscription) {
        boolean lags = !subscription.startsAtOldest() && !subscription.hasGap() && subscription.position() < log.tail();
        if (policy == LagPolicy.DISCONNECT && lags && !subscription.group().hasPages()) {
            subscription.serverStream().abort(CloseReason.OVERFLOW);
        }
    }
}
