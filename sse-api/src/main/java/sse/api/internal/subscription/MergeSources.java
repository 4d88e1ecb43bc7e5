package sse.api.internal.subscription;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.api.internal.history.LogEntry;
import sse.api.internal.stream.ServerEventStream;

/**
 * A stream's subscriptions, read in the order of their topics' common sequence, and only as far as every topic can be
 * read: a client that has an id has received everything before it from each topic, so that one id is enough to resume
 * all. Confined to the stream's lane.
 */
final class MergeSources {
    private static final int BATCH = 32;

    private final ServerEventStream stream;
    private final List<Source> sources = new ArrayList<>(2);
    private long readable;

    /** A subscription and the entries that were read for it. */
    static final class Source {
        final TopicSubscription subscription;
        private final LogEntry[] batch = new LogEntry[BATCH];
        private int count;
        private int next;
        private boolean hasMore;

        Source(TopicSubscription subscription) {
            this.subscription = subscription;
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

    void add(TopicSubscription subscription) {
        subscription.group().makeIndependent(subscription);
        sources.add(new Source(subscription));
    }

    void remove(TopicSubscription subscription) {
        sources.removeIf(source -> source.subscription == subscription);
    }

    boolean isEmpty() {
        return sources.isEmpty();
    }

    /** Returns the subscriptions, which may be ended meanwhile. */
    List<TopicSubscription> subscriptions() {
        return sources.stream().map(source -> source.subscription).toList();
    }

    /** Sends pending gap events. Returns true if there were any, which are sent before what is read next. */
    boolean emitGaps() {
        boolean emitted = false;
        for (Source source : sources) {
            emitted |= source.subscription.group().reader().emitGap(source.subscription);
        }
        if (emitted) {
            stream.lane().signal(stream);
        }
        return emitted;
    }

    /**
     * Reads the next entries of every subscription, from its position. Returns false if the stream was aborted, or if a
     * gap event is pending.
     */
    boolean read() {
        // In this order: everything up to this number is before the heads that are read next.
        readable = Long.MAX_VALUE;
        for (Source source : sources) {
            readable = Math.min(readable, source.subscription.group().log().readableSequence());
        }
        for (Source source : List.copyOf(sources)) {
            SubscriberGroup group = source.subscription.group();
            CatchUpReader reader = group.reader();
            source.next = 0;
            long head = group.log().head();
            source.count = reader.read(source.subscription, head, source.batch);
            if (stream.isClosed()) {
                return false;
            }
            if (source.count == 0 && reader.hasPendingGap(source.subscription)) {
                release(); // The events of other topics must not overtake the gap event.
                stream.lane().signal(stream);
                return false;
            }
            source.hasMore = source.count == BATCH
                    || (source.count > 0 && reader.mayHaveMore(source.batch[source.count - 1], head));
        }
        return true;
    }

    /** Returns the source of the entry that comes next, or null if that is not known. */
    @Nullable
    Source earliest() {
        Source earliest = null;
        long least = readable;
        for (Source source : sources) {
            if (source.next == source.count && source.hasMore) {
                return null; // Its next entry has not been read.
            }
            if (source.next < source.count && source.peek().sequence() <= least) {
                least = source.peek().sequence();
                earliest = source;
            }
        }
        return earliest;
    }

    /** Releases what was read: the log decides how long an entry is held. */
    void release() {
        for (Source source : sources) {
            source.next = 0;
            source.count = 0;
            source.hasMore = false;
            Arrays.fill(source.batch, null);
        }
    }
}
