package sse.api.internal.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.LogEntry;

/**
 * A stream's cursors in several topics, read in the order of their common sequence, and only as far as every topic can
 * be read: so whoever has seen an id has seen all that came before it in each of them, and the one id is enough to
 * resume all. Confined to the stream's lane.
 */
final class MergeSources {
    private static final int BATCH = 32;

    private final ServerEventStream stream;
    private final List<Source> sources = new ArrayList<>(2);
    private long readable;

    /** A cursor and what has been read for it. */
    static final class Source {
        final TopicSubscription cursor;
        private final LogEntry[] batch = new LogEntry[BATCH];
        private int count;
        private int next;
        private boolean hasMore;

        Source(TopicSubscription cursor) {
            this.cursor = cursor;
        }

        LogEntry peek() {
            return batch[next];
        }

        LogEntry take() {
            return batch[next++];
        }
    }

    MergeSources(ServerEventStream stream) {
        this.stream = stream;
    }

    void add(TopicSubscription cursor) {
        cursor.feed().setApart(cursor);
        sources.add(new Source(cursor));
    }

    void remove(TopicSubscription cursor) {
        sources.removeIf(source -> source.cursor == cursor);
    }

    boolean isEmpty() {
        return sources.isEmpty();
    }

    List<TopicSubscription> cursors() {
        return sources.stream().map(source -> source.cursor).toList();
    }

    /** Tells the stream what it has to be told before anything that comes next. Returns whether that goes first now. */
    boolean tell() {
        boolean told = false;
        for (Source source : sources) {
            told |= source.cursor.feed().catchUp().tell(source.cursor);
        }
        if (told) {
            stream.lane().signal(stream);
        }
        return told;
    }

    /**
     * Reads what comes next for every cursor, from its position. Returns false if the stream has been cut off, or has
     * to be told something first.
     */
    boolean read() {
        // In this order: whatever has a number up to this is before the heads that are looked at next.
        readable = Long.MAX_VALUE;
        for (Source source : sources) {
            readable = Math.min(readable, source.cursor.feed().log().readableSequence());
        }
        for (Source source : List.copyOf(sources)) {
            LaneSubscribers feed = source.cursor.feed();
            source.next = 0;
            long head = feed.log().head();
            source.count = feed.catchUp().read(source.cursor, head, source.batch);
            if (stream.isOver()) {
                return false;
            }
            if (source.count == 0 && feed.catchUp().hasToTell(source.cursor)) {
                release(); // What others have is not to overtake it.
                stream.lane().signal(stream);
                return false;
            }
            source.hasMore = source.count == BATCH
                    || (source.count > 0 && feed.catchUp().mayHaveMore(source.batch[source.count - 1], head));
        }
        return true;
    }

    /** Returns the source of the entry that comes next, if it is known. */
    @Nullable
    Source earliest() {
        Source earliest = null;
        long least = readable;
        for (Source source : sources) {
            if (source.next == source.count && source.hasMore) {
                return null; // What comes behind it is not known yet.
            }
            if (source.next < source.count && source.peek().sequence() <= least) {
                least = source.peek().sequence();
                earliest = source;
            }
        }
        return earliest;
    }

    /** Lets go of what has been read: the log decides how long an entry is held. */
    void release() {
        for (Source source : sources) {
            source.next = 0;
            source.count = 0;
            source.hasMore = false;
            Arrays.fill(source.batch, null);
        }
    }
}
