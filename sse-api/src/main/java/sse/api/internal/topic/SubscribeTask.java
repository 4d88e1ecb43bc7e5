package sse.api.internal.topic;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.internal.history.IdStatus;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.EventTransform;
import sse.api.internal.subscription.GapEvents;
import sse.api.internal.subscription.GapNotice;
import sse.api.internal.subscription.GapSign;
import sse.api.internal.subscription.HistoryReplay;
import sse.api.internal.subscription.Loss;
import sse.api.internal.subscription.ReplayedTopic;
import sse.api.internal.subscription.ResumePoint;
import sse.api.internal.subscription.StreamSubscriptions;
import sse.api.internal.subscription.TopicSubscription;
import sse.api.spi.history.EntryId;

/** Subscribes a stream to topics, to all at the same position: prepared by any thread, run on the stream's lane. */
final class SubscribeTask implements Runnable {
    /** Stands for an id that is none. */
    private static final EntryId OF_NO_LOG =
            EntryId.origin(UUID.randomUUID().toString().replace("-", ""));

    private final ServerEventStream stream;
    private final List<TopicCore> topics;
    private final List<TopicSubscription> subscriptions;

    /** The newest number when the subscriptions were made. */
    private final long numberBefore;

    /** The newest id of the hub's log then, if it has one. */
    private final Optional<EntryId> lastId;

    private SubscribeTask(ServerEventStream stream, List<TopicCore> topics) {
        this.stream = stream;
        this.topics = topics;
        this.subscriptions = new ArrayList<>(topics.size());
        this.lastId = log().map(HubLog::last);
        this.numberBefore = topics.stream()
                .findFirst()
                .map(topic -> topic.hub().sequence().last())
                .orElse(0L);
    }

    /** Returns the stream, which must be one that a server opened. */
    static ServerEventStream requireServerStream(EventStream stream) {
        if (stream instanceof ServerEventStream opened) {
            return opened;
        }
        throw new IllegalArgumentException(
                "stream must be one that a server opened: " + stream.getClass().getName());
    }

    /** Creates the subscriptions, and has the lane start them. */
    static List<TopicSubscription> submit(
            ServerEventStream stream,
            List<TopicCore> topics,
            Optional<Function<? super Event, Optional<Event>>> transform) {
        if (topics.stream().map(TopicCore::hub).distinct().count() > 1) {
            throw new IllegalArgumentException("topics must be of one hub, whose ids a client can resume from");
        }
        SubscribeTask task = new SubscribeTask(stream, topics);
        try {
            for (TopicCore topic : topics) {
                task.subscriptions.add(
                        topic.prepare(stream, transform.map(EventTransform::new).orElse(null)));
            }
            stream.lane().execute(task);
        } catch (Exception | Error failure) {
            task.removePending();
            throw failure;
        }
        return task.subscriptions;
    }

    @Override
    public void run() {
        StreamSubscriptions present = StreamSubscriptions.of(stream);
        if (present.replay().isPresent()) {
            HistoryReplay replay = present.replay().get();
            if (log().isEmpty() || !replay.add(log().get(), replayed())) {
                replay.defer(this);
            }
            return;
        }
        boolean isFirst = present.isEmpty();
        if (isFirst && startReplay()) {
            return;
        }
        try {
            start(isFirst);
        } catch (Exception | Error failure) {
            stream.fail("a topic's log threw", failure);
            subscriptions.forEach(TopicSubscription::end);
        } finally {
            removePending();
        }
    }

    private void start(boolean isFirst) {
        Set<Resumption> resumptions = EnumSet.noneOf(Resumption.class);
        List<GapNotice> notices = new ArrayList<>();
        SnapshotStart snapshots = new SnapshotStart(stream);
        for (int i = 0; i < subscriptions.size(); i++) {
            TopicCore topic = topics.get(i);
            Resumption resumption = topic.starts().start(subscriptions.get(i), snapshots);
            resumptions.add(resumption);
            switch (resumption) {
                case GAP ->
                    topic.starts().noticeOf(topic.starts().lossOf(stream)).ifPresent(notices::add);
                case NEW ->
                    topic.log()
                            .newClientEvent()
                            .get()
                            .ifPresent(event -> notices.add(new GapNotice(new GapSign(event, false), Loss.UNKNOWN)));
                case RESUMED, HELD, SNAPSHOT, ENDED -> {
                    // It misses nothing, or is notified later.
                }
            }
        }
        if (isFirst && resumptions.equals(EnumSet.of(Resumption.NEW)) && isLive()) {
            lastId.map(EntryId::toString).ifPresent(StreamSubscriptions.of(stream)::setLastId);
        }
        boolean allHaveStarted = !resumptions.contains(Resumption.HELD) && !resumptions.contains(Resumption.SNAPSHOT);
        if (!notices.isEmpty()) {
            // Other subscriptions of the stream resume from the id that the client has.
            Optional<String> id = isFirst && allHaveStarted && !resumptions.contains(Resumption.RESUMED)
                    ? ResumePoint.of(subscriptions)
                    : Optional.empty();
            GapEvents.frames(notices, id).forEach(stream::sendControl);
        } else if (isFirst
                && allHaveStarted
                && (resumptions.contains(Resumption.NEW) || resumptions.contains(Resumption.GAP))) {
            ResumePoint.send(stream, subscriptions);
        }
        if (topics.stream().anyMatch(TopicCore::isComplete)) {
            stream.close(); // It became so before the lane was there to be notified, or long ago.
        }
        if (!snapshots.isEmpty()) {
            snapshots.begin();
        }
    }

    /** Returns true if a client without an id starts with what is published from now on. */
    private boolean isLive() {
        return topics.stream().allMatch(topic -> topic.config().replayOnSubscribe() == 0);
    }

    /** Starts a replay if the client resumes where something is not in memory, and a log of the hub may have it. */
    private boolean startReplay() {
        Optional<String> lastEventId = stream.lastEventId();
        if (lastEventId.isEmpty() || log().isEmpty() || stream.isClosed()) {
            return false;
        }
        EntryId position = EntryId.parse(lastEventId.get()).orElse(OF_NO_LOG);
        List<ReplayedTopic> replayed = replayed();
        if (startInMemory(replayed, position)) {
            StreamSubscriptions.of(stream).setLastId(position.toString());
        } else {
            HistoryReplay.start(stream, log().get(), replayed, position);
        }
        return true;
    }

    private Optional<HubLog> log() {
        return topics.stream().findFirst().flatMap(TopicCore::inHubLog).map(HubTopic::log);
    }

    private List<ReplayedTopic> replayed() {
        List<ReplayedTopic> replayed = new ArrayList<>();
        for (int i = 0; i < subscriptions.size(); i++) {
            replayed.add(ReplayedHubTopic.pending(topics.get(i), subscriptions.get(i), numberBefore));
        }
        return replayed;
    }

    /** Starts the subscriptions if everything that follows a position is in memory; returns false if it is not. */
    private static boolean startInMemory(List<ReplayedTopic> topics, EntryId position) {
        long[] positions = new long[topics.size()];
        for (int i = 0; i < positions.length; i++) {
            ReplayedTopic topic = topics.get(i);
            OptionalLong after = topic.positionAfter(position);
            if (topic.status(position) == IdStatus.FOREIGN || after.isEmpty()) {
                return false;
            }
            positions[i] = after.getAsLong();
        }
        for (int i = 0; i < positions.length; i++) {
            topics.get(i).start(positions[i]);
        }
        return true;
    }

    /** From now on the subscribers of the lane retain what the subscriptions need. */
    private void removePending() {
        for (int i = 0; i < subscriptions.size(); i++) {
            topics.get(i).removePending(subscriptions.get(i));
        }
    }
}
