package sse.api.internal.topic;

import java.util.Optional;
import sse.api.Frame;
import sse.api.spi.LogEntry;

/**
 * The newest event of each key. What a newer one has taken the place of is passed over and is no loss; a stream so slow that a key was forgotten before it came
 * to it is told by the gap event.
 */
record NewestPerKey(NewestEntries newest, Optional<Frame> gap) implements CatchUp {
    @Override
    public int read(Cursor cursor, long until, LogEntry[] into) {
        long forgottenBefore = newest.forgottenBefore();
        if (cursor.position() < forgottenBefore) {
            cursor.passOverTo(forgottenBefore);
            if (gap.isPresent()) {
                // The outbox goes before what is read: so that is read with the next turn.
                cursor.openStream().append(gap.get());
                cursor.openStream().lane().signal(cursor.openStream());
                return 0;
            }
        }
        int count = newest.read(cursor.position(), until, into);
        if (count == 0 && cursor.position() < until) {
            cursor.passOverTo(until);
        }
        return count;
    }

    @Override
    public void check(Cursor cursor) {
        // A client of states may take its time: what it has not got costs nothing.
    }
}
