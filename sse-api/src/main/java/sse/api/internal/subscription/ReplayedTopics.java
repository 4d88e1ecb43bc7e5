package sse.api.internal.subscription;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sse.api.GapPolicy;
import sse.api.internal.history.IdStatus;
import sse.api.spi.Frame;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;

/** The topics that a {@link HistoryReplay} sends. Confined to the lane. */
final class ReplayedTopics {
    private final List<ReplayedTopic> topics;

    ReplayedTopics(List<ReplayedTopic> topics) {
        this.topics = new ArrayList<>(topics);
    }

    void addAll(List<ReplayedTopic> added) {
        topics.addAll(added);
    }

    /** Returns the topics, for another thread. */
    List<ReplayedTopic> list() {
        return List.copyOf(topics);
    }

    /** Removes topics whose subscriptions have ended. Returns true if there were any. */
    boolean removeEnded() {
        return topics.removeIf(topic -> !topic.isAwaited());
    }

    boolean isEmpty() {
        return topics.isEmpty();
    }

    /** Returns what the logs in memory know of an id, all together. */
    IdStatus status(EntryId id) {
        IdStatus status = IdStatus.RETAINED;
        for (ReplayedTopic topic : topics) {
            IdStatus ofTopic = topic.status(id);
            if (ofTopic != IdStatus.RETAINED && status != IdStatus.NOT_YET) {
                status = ofTopic;
            }
        }
        return status;
    }

    /** Returns the positions after an id, in the order of the topics; empty if one of them is not in memory. */
    Optional<long[]> positionsAfter(EntryId id) {
        long[] positions = new long[topics.size()];
        for (int i = 0; i < positions.length; i++) {
            OptionalLong after = topics.get(i).positionAfter(id);
            if (after.isEmpty()) {
                return Optional.empty();
            }
            positions[i] = after.getAsLong();
        }
        return Optional.of(positions);
    }

    /** Starts the subscriptions. */
    void start(long[] positions) {
        for (int i = 0; i < positions.length; i++) {
            topics.get(i).start(positions[i]);
        }
    }

    /**
     * Applies the gap policies. All topics stay in the replay, so that ids never go back: of one that continues with
     * what is live, earlier entries are skipped.
     *
     * @return what the client is sent: the gap events, with the id from which it goes on
     */
    List<Frame> onGap(Gap gap) {
        Set<GapNotice> notices = new LinkedHashSet<>(); // The gap is one, of all topics of the log.
        for (ReplayedTopic topic : topics) {
            topic.gapSign().ifPresent(sign -> notices.add(new GapNotice(sign, Loss.of(gap))));
            if (topic.gapPolicy() == GapPolicy.LIVE) {
                topic.skipToLive();
            }
        }
        return GapEvents.frames(notices, Optional.of(gap.resumeAfter().toString()));
    }

    /** Returns true if a client continues behind a snapshot after a gap. */
    boolean takeSnapshots() {
        return topics.stream().anyMatch(topic -> topic.gapPolicy() == GapPolicy.SNAPSHOT);
    }

    /** Starts the subscriptions, each as its gap policy says. */
    void startAfterGap(Gap gap) {
        List.copyOf(topics).forEach(topic -> topic.startAfterGap(Loss.of(gap)));
    }

    void end() {
        topics.forEach(topic -> topic.subscription().end());
    }
}
