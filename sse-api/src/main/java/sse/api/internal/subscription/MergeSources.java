package sse.api.internal.subscription;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.internal.history.LogEntry;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.Frame;

/**
 * A stream's subscriptions, read in the order of their topics' common sequence, and only as far as every topic can be
 * read: a client that has an id has received everything before it from each topic, so that one id is enough to resume
 * all. Confined to the stream's lane.
 */
final class MergeSources {
    private static final int BATCH = 32;
    private static final LogEntry[] NONE = {};

    // Immutable after construction.
    private final ServerEventStream stream;

    // Confined to the lane.
    private final Map<TopicSubscription, Source> sources = new LinkedHashMap<>(4);

    /** The sources that have had entries when they were read last: of thousands of topics, few have. */
    private final List<Source> loaded = new ArrayList<>(2);

    private long readable;
    private boolean needsPages;
    private boolean hasSigns;

    /** The ids that the client is not to have. Null unless snapshots are or were awaited. */
    private @Nullable HiddenIds hidden;

    /** A subscription and the entries that were read for it. */
    static final class Source {
        final TopicSubscription subscription;
        private LogEntry[] batch = NONE;
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

        /** Reads the next entries, up to the log's head. */
        private void read() {
            SubscriberGroup group = subscription.group();
            long head = group.log().head();
            if (group.isPending(subscription)) {
                return;
            }
            if (subscription.position() == head) {
                return;
            }
            if (batch == NONE) {
                batch = new LogEntry[BATCH];
            }
            count = group.reader().read(subscription, head, batch);
            hasMore = count == BATCH || (count > 0 && group.reader().mayHaveMore(batch[count - 1], head));
        }

        private boolean isCaughtUp() {
            SubscriberGroup group = subscription.group();
            return subscription.position() == group.log().head() && !group.isPending(subscription);
        }

        private void release() {
            Arrays.fill(batch, null); // Also behind the count: the log may have returned more.
            next = 0;
            count = 0;
            hasMore = false;
        }
    }

    MergeSources(ServerEventStream stream) {
        this.stream = stream;
    }

    void add(TopicSubscription subscription) {
        subscription.group().makeIndependent(subscription);
        sources.put(subscription, new Source(subscription));
        hasSigns |= subscription.group().hasSigns();
    }

    void remove(TopicSubscription subscription) {
        sources.remove(subscription);
    }

    boolean isEmpty() {
        return sources.isEmpty();
    }

    /** Returns the subscriptions, which may be ended meanwhile. */
    List<TopicSubscription> subscriptions() {
        return List.copyOf(sources.keySet());
    }

    /** Notifies topics that send signs of subscriptions that have been sent everything. Before anything is read. */
    void noteCaughtUp() {
        if (hasSigns) {
            for (Source source : sources.values()) {
                if (source.isCaughtUp()) {
                    source.subscription.group().onCaughtUp(source.subscription);
                }
            }
        }
    }

    /** Hides ids until a snapshot is here that the client resumes behind. */
    void hideIds() {
        hidden = hidden == null ? new HiddenIds() : hidden;
        hidden.begin();
    }

    /** Hides ids up to a number, unless other snapshots are awaited. */
    void showIdsAfter(long number) {
        if (hidden != null) {
            hidden.endAt(number);
        }
    }

    /** Returns true if the client is not to resume from the id of an entry. */
    boolean hidesIdOf(LogEntry entry) {
        return hidden != null && hidden.contains(entry.sequence());
    }

    /** Returns an entry's frame, without the id if that is hidden. */
    Frame frameOf(LogEntry entry) {
        return hidesIdOf(entry) ? Frame.of(entry.event().withoutId()) : entry.frame();
    }

    /** Returns true if a subscription has a gap that pages of the hub's log can fill. */
    boolean needsPages() {
        needsPages = needsPages && sources.keySet().stream().anyMatch(TopicSubscription::hasGap);
        return needsPages;
    }

    /**
     * Sends pending gap events, one for topics that notify in the same way. Returns true if there were any, which are
     * sent before what is read next.
     */
    boolean emitGaps() {
        needsPages = false;
        List<GapNotice> gaps = List.of();
        for (TopicSubscription subscription : sources.keySet()) {
            if (subscription.hasGap() && subscription.group().restart(subscription)) {
                continue;
            }
            Optional<GapNotice> gap = subscription.group().reader().passGap(subscription);
            if (gap.isPresent()) {
                gaps = gaps.isEmpty() ? new ArrayList<>() : gaps;
                gaps.add(gap.get());
            }
        }
        GapEvents.frames(gaps, Optional.empty()).forEach(stream::sendControlFirst);
        if (!gaps.isEmpty()) {
            stream.lane().signal(stream);
        }
        return !gaps.isEmpty();
    }

    /**
     * Reads the next entries of every subscription, from its position. Returns false if the stream was aborted, or if a
     * gap event is pending.
     */
    boolean read() {
        release();
        // In this order: everything up to this number is before the heads that are read next.
        readable = Long.MAX_VALUE;
        for (TopicSubscription subscription : sources.keySet()) {
            readable = Math.min(readable, subscription.group().log().readableSequence());
        }
        for (Source source : sources.values()) {
            source.read();
            if (stream.isClosed()) {
                return false;
            }
            if (source.count > 0) {
                loaded.add(source);
            } else if (source.subscription.group().reader().hasPendingGap(source.subscription)) {
                release(); // The events of other topics must not overtake the gap event.
                needsPages = source.subscription.group().hasPages();
                stream.lane().signal(stream);
                return false;
            }
        }
        return true;
    }

    /** Returns the source of the entry that comes next, or null if that is not known. */
    @Nullable
    Source earliest() {
        Source earliest = null;
        long least = readable;
        for (int i = 0; i < loaded.size(); i++) {
            Source source = loaded.get(i);
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
        for (int i = 0; i < loaded.size(); i++) {
            loaded.get(i).release();
        }
        loaded.clear();
    }
}
