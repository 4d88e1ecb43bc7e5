package sse.api.internal.topic;

import sse.api.CloseReason;
import sse.api.LagPolicy;
import sse.api.spi.EventLog;
import sse.api.spi.LogEntry;

/** Every event that is retained; where the log has moved past a cursor, the policy decides. */
record FullReplay(EventLog log, LagPolicy policy) implements CatchUpReader {
    @Override
    public int read(TopicSubscription cursor, long until, LogEntry[] into) {
        while (true) {
            int count = (int) Math.min(log.read(cursor.position(), into), until - cursor.position());
            if (count > 0 || cursor.position() >= until) {
                return count;
            }
            skip(cursor, until);
            if (cursor.openStream().isOver()) {
                return 0;
            }
        }
    }

    /** The next entry is before the head, and yet it cannot be read: it is gone. */
    private void skip(TopicSubscription cursor, long until) {
        if (cursor.mayBeginLater()) {
            cursor.passOverTo(Math.min(until, Math.max(log.tail(), cursor.position() + 1)));
            return;
        }
        switch (policy) {
            case DISCONNECT -> cursor.openStream().cutOff(CloseReason.OVERFLOW);
            case SKIP_TO_OLDEST -> cursor.skipTo(Math.min(until, Math.max(log.tail(), cursor.position() + 1)));
            case SKIP_TO_NEWEST -> cursor.skipTo(Math.max(until - 1, cursor.position() + 1));
        }
    }

    /** What follows may have been forgotten while the batch was read. */
    @Override
    public boolean mayHaveMore(LogEntry last, long until) {
        return last.position() + 1 < until;
    }

    @Override
    public void check(TopicSubscription cursor) {
        if (policy == LagPolicy.DISCONNECT && !cursor.mayBeginLater() && cursor.position() < log.tail()) {
            cursor.openStream().cutOff(CloseReason.OVERFLOW);
        }
    }
}
