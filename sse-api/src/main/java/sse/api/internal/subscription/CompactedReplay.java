package sse.api.internal.subscription;

import java.util.Optional;
import sse.api.internal.history.CompactedEntries;
import sse.api.internal.history.LogEntry;
import sse.api.spi.Frame;

/**
 * Replays the latest event of each key. What a later one has replaced is passed over and is no loss. A stream so slow
 * that a key was evicted before the stream received it is sent the gap event.
 */
public record CompactedReplay(CompactedEntries entries, Optional<Frame> gap) implements CatchUpReader {
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

    @Override
    public boolean hasPendingGap(TopicSubscription subscription) {
        return subscription.position() < entries.forgottenBefore();
    }

    @Override
    public boolean emitGap(TopicSubscription subscription) {
        if (!hasPendingGap(subscription)) {
            return false;
        }
        subscription.passOverTo(entries.forgottenBefore());
        gap.ifPresent(subscription.serverStream()::sendControlFirst);
        return gap.isPresent();
    }

    @Override
    public void check(TopicSubscription subscription) {
        // A slow subscriber of a compacted topic takes no memory and loses nothing.
    }
}
