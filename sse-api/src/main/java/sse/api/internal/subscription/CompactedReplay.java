package sse.api.internal.subscription;

import java.util.Optional;
import sse.api.internal.history.CompactedEntries;
import sse.api.internal.history.LogEntry;

/**
 * Replays the latest event of each key. What a later one has replaced is passed over and is no loss. A stream so slow
 * that a key or a tombstone was evicted before the stream received it is sent the gap event, and the whole state.
 */
public record CompactedReplay(CompactedEntries entries, Optional<GapSign> gap) implements CatchUpReader {
    @Override
    public int read(TopicSubscription subscription, long until, LogEntry[] into) {
        int count = entries.read(subscription.position(), until, into);
        // In this order: what was evicted during the read has not been read.
        if (hasPendingGap(subscription)) {
            return 0;
        }
        if (count == 0 && subscription.position() < until) {
            subscription.passOverTo(until);
        }
        return count;
    }

    /** A subscription that has read nothing yet knows no key, and misses no tombstone. */
    @Override
    public boolean hasPendingGap(TopicSubscription subscription) {
        long position = subscription.position();
        return position < entries.forgottenBefore()
                || (position < entries.tombstoneForgottenBefore() && !subscription.startsAtOldest());
    }

    /** What follows is the whole state: the client discards what it has. */
    @Override
    public Optional<GapNotice> passGap(TopicSubscription subscription) {
        if (!hasPendingGap(subscription)) {
            return Optional.empty();
        }
        subscription.startAtOldest(entries.forgottenBefore());
        return gap.map(sign -> new GapNotice(sign, Loss.trimmed(-1)));
    }

    @Override
    public void check(TopicSubscription subscription) {
        // A slow subscriber of a compacted topic takes no memory and loses nothing.
    }
}
