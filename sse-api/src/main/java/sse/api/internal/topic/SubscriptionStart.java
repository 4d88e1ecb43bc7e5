package sse.api.internal.topic;

import java.util.OptionalLong;
import sse.api.GapPolicy;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.StreamSubscriptions;
import sse.api.internal.subscription.TopicSubscription;

/** Starts subscriptions to a topic where their clients resume. On the streams' lanes. */
final class SubscriptionStart {
    private final TopicCore topic;

    SubscriptionStart(TopicCore topic) {
        this.topic = topic;
    }

    /** Starts a subscription on its lane. */
    Resumption start(TopicSubscription subscription) {
        ServerEventStream stream = subscription.serverStream();
        if (stream.isClosed() || topic.isClosed() || !subscription.isActive()) {
            subscription.end();
            return Resumption.ENDED;
        }
        LaneSubscribers onLane = topic.lanes().of(stream);
        // The lane was added before the log is read here: nothing that is published afterwards is missed.
        boolean resumes;
        long from;
        try {
            OptionalLong known = stream.lastEventId()
                    .map(topic.log().events()::positionAfter)
                    .orElse(OptionalLong.empty());
            resumes = known.isPresent()
                    && (known.getAsLong() >= subscription.position() || onLane.isRetained(known.getAsLong()));
            from = resumes ? known.getAsLong() : startWithoutId(stream, subscription.position());
        } catch (Exception | Error failure) {
            onLane.leaveIfEmpty();
            throw failure;
        }
        start(subscription, onLane, from, !resumes && from < subscription.position());
        return resumes ? Resumption.RESUMED : stream.lastEventId().isPresent() ? Resumption.GAP : Resumption.NEW;
    }

    /** Starts a subscription at a position of the log, on its lane. */
    void startAt(TopicSubscription subscription, long from) {
        ServerEventStream stream = subscription.serverStream();
        if (stream.isClosed() || topic.isClosed() || !subscription.isActive()) {
            subscription.end();
            return;
        }
        LaneSubscribers onLane = topic.lanes().of(stream);
        start(subscription, onLane, from, false);
    }

    private void start(TopicSubscription subscription, LaneSubscribers onLane, long from, boolean atOldest) {
        ServerEventStream stream = subscription.serverStream();
        subscription.start(onLane, from, atOldest);
        onLane.add(subscription);
        StreamSubscriptions.of(stream).add(subscription);
        topic.onSubscribed(subscription, onLane.notifier());
        if (topic.isClosed()) {
            subscription.end(); // It was open before the lane was there to be notified.
        }
    }

    /** Returns where a client starts that sends no last event id, or one that is not known. */
    private long startWithoutId(ServerEventStream stream, long now) {
        if (stream.lastEventId().isEmpty()) {
            // Never behind now: what was published since, and is evicted, is lost.
            return Math.min(
                    now,
                    Math.max(topic.log().events().tail(), now - topic.config().replayOnSubscribe()));
        }
        return topic.config().gapPolicy() == GapPolicy.OLDEST
                ? topic.log().events().tail()
                : now;
    }
}
