package sse.api.internal.topic;

import java.util.Optional;
import sse.api.internal.history.CompactedEntries;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

/**
 * The newest event of each key. What a newer one has taken the place of is passed over and is no loss; a stream so slow
 * that a key was forgotten before it came to it is told by the gap event.
 */
record CompactedReplay(CompactedEntries newest, Optional<Frame> gap) implements CatchUpReader {
    @Override
    public int read(TopicSubscription cursor, long until, LogEntry[] into) {
        int count = newest.read(cursor.position(), until, into);
        // After that: what was forgotten while it was read has not been read.
        if (hasToTell(cursor)) {
            return 0;
        }
        if (count == 0 && cursor.position() < until) {
            cursor.passOverTo(until);
        }
        return count;
    }

    @Override
    public boolean hasToTell(TopicSubscription cursor) {
        return cursor.position() < newest.forgottenBefore();
    }

    @Override
    public boolean tell(TopicSubscription cursor) {
        if (!hasToTell(cursor)) {
            return false;
        }
        cursor.passOverTo(newest.forgottenBefore());
        gap.ifPresent(frame -> cursor.openStream().finishFrame(frame, 0));
        return gap.isPresent();
    }

    @Override
    public void check(TopicSubscription cursor) {
        // A client of states may take its time: what it has not got costs nothing.
    }
}
