package sse.api.internal.topic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.api.internal.stream.Follower;
import sse.api.internal.stream.OpenStream;
import sse.api.spi.LogEntry;

/**
 * A stream's subscriptions to several topics, sent in the order of their common sequence, and only as far as every topic can be read: so whoever has seen an
 * id has seen all that came before it in each of them, and the one id is enough to resume all. Confined to the stream's lane.
 */
final class Merge implements Follower {
    private static final int BATCH = 32;

    private final OpenStream stream;
    private final List<Source> sources = new ArrayList<>(2);
    private final List<Source> composed = new ArrayList<>();

    /** A cursor and what has been read for it. */
    private static final class Source {
        final Cursor cursor;
        final LogEntry[] batch = new LogEntry[BATCH];
        int count;
        int next;

        Source(Cursor cursor) {
            this.cursor = cursor;
        }
    }

    Merge(OpenStream stream) {
        this.stream = stream;
    }

    void add(Cursor cursor) {
        cursor.feed().merge(cursor);
        sources.add(new Source(cursor));
    }

    void remove(Cursor cursor) {
        sources.removeIf(source -> source.cursor == cursor);
    }

    @Override
    public boolean compose(ByteBuffer target) {
        composed.clear();
        long readable = Long.MAX_VALUE;
        for (Source source : sources) {
            readable = Math.min(readable, source.cursor.feed().log().readableSequence());
        }
        for (Source source : List.copyOf(sources)) {
            if (!read(source)) {
                return false;
            }
        }
        Source first = earliest(readable);
        while (first != null && fits(first, target)) {
            first.batch[first.next++].frame().copyTo(target);
            composed.add(first);
            first = isExhausted(first) ? null : earliest(readable);
        }
        return !composed.isEmpty();
    }

    /** Returns false if the stream has been cut off. */
    private boolean read(Source source) {
        Feed feed = source.cursor.feed();
        source.next = 0;
        source.count = feed.log().read(source.cursor.position(), source.batch);
        // Nothing read may also mean that nothing is there yet: only the tail says what is gone.
        while (source.count == 0 && source.cursor.position() < feed.log().tail()) {
            feed.skip(source.cursor, feed.log().head());
            if (stream.isOver()) {
                return false;
            }
            source.count = feed.log().read(source.cursor.position(), source.batch);
        }
        return true;
    }

    private @Nullable Source earliest(long readable) {
        Source earliest = null;
        long least = readable;
        for (Source source : sources) {
            if (source.next < source.count && source.batch[source.next].sequence() <= least) {
                least = source.batch[source.next].sequence();
                earliest = source;
            }
        }
        return earliest;
    }

    /** What comes behind a batch that was read to its end is not known yet. */
    private static boolean isExhausted(Source source) {
        return source.next == BATCH;
    }

    private boolean fits(Source source, ByteBuffer target) {
        LogEntry entry = source.batch[source.next];
        if (entry.frame().size() <= target.remaining()) {
            return true;
        }
        if (composed.isEmpty()) {
            // Larger than the lane's buffer: the outbox can send it in parts.
            stream.append(entry.frame());
            source.cursor.advance();
            stream.lane().signal(stream);
        }
        return false;
    }

    @Override
    public void taken(int bytes) {
        int left = bytes;
        for (Source source : sources) {
            source.next = 0;
        }
        for (int i = 0; i < composed.size() && left > 0; i++) {
            Source source = composed.get(i);
            LogEntry entry = source.batch[source.next++];
            if (left < entry.frame().size()) {
                stream.finishFrame(entry.frame(), left);
            }
            left -= entry.frame().size();
            source.cursor.advance();
        }
    }

    @Override
    public void left() {
        for (Source source : List.copyOf(sources)) {
            source.cursor.end();
        }
    }
}
