package sse.api.internal.topic;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sse.api.Event;
import sse.api.internal.history.EntryId;
import sse.api.internal.history.RingLog;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.EventLog;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

/**
 * Tells a client where it begins if no event does so at once: the id of the newest event before, alone, which a browser
 * notes and shows to no page (WHATWG HTML section 9.2.6). So a client that leaves before anything is published resumes
 * from there, and misses nothing.
 */
final class ResumePoint {
    private ResumePoint() {}

    /**
     * Tells it, if the cursors, of one stream that follows nothing else, begin behind all that is retained, and one of
     * their topics has a history to resume in. On the lane.
     */
    static void tell(ServerEventStream stream, List<TopicSubscription> cursors) {
        boolean hasHistory = false;
        Optional<EntryId> newest = Optional.empty();
        for (TopicSubscription cursor : cursors) {
            if (!cursor.isActive()) {
                continue;
            }
            TopicCore topic = cursor.feed().topic();
            if (cursor.position() != topic.log().head()) {
                return; // An event says it at once.
            }
            hasHistory |= !topic.isWithoutHistory();
            Optional<EntryId> before = markBefore(cursor.position(), topic.log())
                    .filter(mark -> !topic.isWithoutHistory() || mark.isGenerated());
            newest = Stream.concat(newest.stream(), before.stream()).max(Comparator.comparingLong(EntryId::sequence));
        }
        if (hasHistory) {
            newest.ifPresent(
                    mark -> stream.append(Frame.of(Event.builder().id(mark.id()).build())));
        }
    }

    /** Returns the newest event before a position, also if it is no longer retained, as far as the log knows that. */
    private static Optional<EntryId> markBefore(long position, EventLog log) {
        LogEntry[] before = new LogEntry[1];
        if (position > 0 && log.read(position - 1, before) == 1) {
            return Optional.of(new EntryId(before[0].id(), before[0].sequence()));
        }
        return log instanceof RingLog memory ? memory.idBefore(position) : Optional.empty();
    }
}
