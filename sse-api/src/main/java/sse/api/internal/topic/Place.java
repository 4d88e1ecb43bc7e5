package sse.api.internal.topic;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.Frame;
import sse.api.internal.stream.OpenStream;
import sse.api.spi.EventLog;
import sse.api.spi.LogEntry;

/**
 * Tells a client where it begins if no event does so at once: the id of the newest event before, alone, which a browser notes and shows to no page (WHATWG HTML section
 * 9.2.6). So a client that leaves before anything is published resumes from there, and misses nothing.
 */
final class Place {
    private Place() {}

    /** Tells it, if the cursors, of one stream that follows nothing else, begin behind all that is retained. On the lane. */
    static void tell(OpenStream stream, List<Cursor> cursors) {
        LogEntry newest = null;
        LogEntry[] before = new LogEntry[1];
        for (Cursor cursor : cursors) {
            if (!cursor.isActive()) {
                continue;
            }
            EventLog log = cursor.feed().log();
            boolean isBehindAll = !cursor.feed().topic().isWithoutHistory() && cursor.position() == log.head();
            boolean hasBefore = log.read(cursor.position() - 1, before) == 1;
            if (!isBehindAll || (!hasBefore && cursor.position() > 0)) {
                return;
            }
            newest = hasBefore ? later(newest, before[0]) : newest;
        }
        if (newest != null) {
            stream.append(Frame.of(Event.builder().id(newest.id()).build()));
        }
    }

    private static LogEntry later(@Nullable LogEntry one, LogEntry other) {
        return one == null || one.sequence() < other.sequence() ? other : one;
    }
}
