package sse.api.internal.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.GapPolicy;
import sse.api.internal.history.IdStatus;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.EventTransform;
import sse.api.internal.subscription.HistoryReplay;
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

    private SubscribeTask(ServerEventStream stream, List<TopicCore> topics) {
        this.stream = stream;
        this.topics = topics;
        this.subscriptions = new ArrayList<>(topics.size());
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
            present.replay().get().defer(this);
            return;
        }
        boolean isFirst = present.isEmpty();
        if (isFirst && startReplay()) {
            return;
        }
        boolean resumesAll = true;
        try {
            for (int i = 0; i < subscriptions.size(); i++) {
                resumesAll &= topics.get(i).start(subscriptions.get(i));
            }
            if (isFirst && !resumesAll) {
                ResumePoint.send(stream, subscriptions);
            }
        } catch (Exception | Error failure) {
            stream.fail("a topic's log threw", failure);
            subscriptions.forEach(TopicSubscription::end);
        } finally {
            removePending();
        }
    }

    /** Starts a replay if the client resumes where something is not in memory, and a log of the hub may have it. */
    private boolean startReplay() {
        Optional<String> lastEventId = stream.lastEventId();
        Optional<HubLog> log =
                topics.stream().findFirst().flatMap(TopicCore::inHubLog).map(HubTopic::log);
        if (lastEventId.isEmpty() || log.isEmpty() || stream.isClosed()) {
            return false;
        }
        EntryId position = EntryId.parse(lastEventId.get()).orElse(OF_NO_LOG);
        List<ReplayedTopic> replayed = new ArrayList<>();
        for (int i = 0; i < subscriptions.size(); i++) {
            replayed.add(new Replayed(topics.get(i), subscriptions.get(i)));
        }
        if (!startInMemory(replayed, position)) {
            HistoryReplay.start(stream, log.get(), replayed, position);
        }
        return true;
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

    /** A topic of a hub with a log, and a subscription to it that has not started. */
    private record Replayed(TopicCore topic, TopicSubscription subscription) implements ReplayedTopic {
        private HubTopic inHubLog() {
            return topic.inHubLog().orElseThrow();
        }

        @Override
        public String name() {
            return inHubLog().name();
        }

        @Override
        public boolean isAwaited() {
            if (topic.isClosed()) {
                subscription.end();
            }
            return subscription.isActive();
        }

        @Override
        public Optional<Event> gapEvent() {
            return topic.config().gapEvent();
        }

        @Override
        public GapPolicy gapPolicy() {
            return topic.config().gapPolicy();
        }

        @Override
        public IdStatus status(EntryId id) {
            return inHubLog().window().status(id.toString());
        }

        @Override
        public OptionalLong positionAfter(EntryId id) {
            return inHubLog().window().positionAfter(id.toString());
        }

        @Override
        public void start(long position) {
            topic.startAt(subscription, position);
        }
    }

    /** From now on the subscribers of the lane retain what the subscriptions need. */
    private void removePending() {
        for (int i = 0; i < subscriptions.size(); i++) {
            topics.get(i).removePending(subscriptions.get(i));
        }
    }
}
