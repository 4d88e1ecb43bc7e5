package sse.api.internal.subscription;

import sse.api.CloseReason;
import sse.api.LagPolicy;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;

/** Replays every retained event. If the next entry was evicted, the lag policy decides. */
public record FullReplay(EntryLog log, LagPolicy policy) implements CatchUpReader {
    @Override
    public int read(TopicSubscription subscription, long until, LogEntry[] into) {
        while (true) {
            int count = (int) Math.min(log.read(subscription.position(), into), until - subscription.position());
            if (count > 0 || subscription.position() >= until) {
                return count;
            }
            skip(subscription, until);
            if (subscription.serverStream().isClosed()) {
                return 0;
            }
        }
    }

    /** The next entry is before the head, and yet cannot be read: it was evicted. */
    private void skip(TopicSubscription subscription, long until) {
        long position = subscription.position();
        if (subscription.startsAtOldest()) {
            subscription.passOverTo(Math.min(until, Math.max(log.tail(), position + 1)));
            return;
        }
        switch (policy) {
            case DISCONNECT -> subscription.serverStream().abort(CloseReason.OVERFLOW);
            case SKIP_TO_OLDEST -> subscription.skipTo(Math.min(until, Math.max(log.tail(), position + 1)));
            case SKIP_TO_NEWEST -> subscription.skipTo(Math.max(until - 1, position + 1));
        }
    }

    /** What follows may have been evicted during the read. */
    @Override
    public boolean mayHaveMore(LogEntry last, long until) {
        return last.position() + 1 < until;
    }

    @Override
    public void check(TopicSubscription subscription) {
        boolean lags = !subscription.startsAtOldest() && subscription.position() < log.tail();
        if (policy == LagPolicy.DISCONNECT && lags) {
            subscription.serverStream().abort(CloseReason.OVERFLOW);
        }
    }
}
