package sse.api.internal.topic;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.StreamSubscriptions;
import sse.api.internal.subscription.TopicSubscription;
import sse.api.spi.Frame;

/** What a topic's subscribers on one lane are sent beside events. Confined to the lane. */
final class LaneSigns {
    // Immutable after construction.
    private final Optional<Frame> caughtUp;
    private final Optional<Frame> ended;
    private final boolean closesStreams;

    // Confined to the lane.
    private final Set<TopicSubscription> catchingUp = new HashSet<>();

    LaneSigns(TopicConfig.Signs signs) {
        caughtUp = signs.caughtUp().map(Frame::of);
        ended = signs.ended().map(Frame::of);
        closesStreams = signs.closesStreams();
    }

    /** Has a subscription sent a sign when it has caught up. */
    void awaitCaughtUp(TopicSubscription subscription) {
        catchingUp.add(subscription);
    }

    /** Sends the sign to a subscription that has caught up, if it was not. Called by the source of its stream. */
    boolean sendCaughtUp(TopicSubscription subscription) {
        if (!catchingUp.remove(subscription)) {
            return false;
        }
        caughtUp.ifPresent(subscription.serverStream()::sendControlFirst);
        return true;
    }

    void forget(TopicSubscription subscription) {
        catchingUp.remove(subscription);
    }

    /** Ends a subscription that has been sent everything, and its stream if it has no other. */
    void finish(TopicSubscription subscription) {
        if (!subscription.isActive()) {
            return;
        }
        ServerEventStream stream = subscription.serverStream();
        ended.ifPresent(stream::sendControl);
        subscription.end();
        if (closesStreams && StreamSubscriptions.of(stream).isEmpty()) {
            stream.close();
        }
        stream.lane().signal(stream);
    }
}
