package sse.api.internal.topic;

import java.util.Optional;
import java.util.OptionalLong;
import sse.api.GapPolicy;
import sse.api.internal.history.IdStatus;
import sse.api.internal.history.LogSequence;
import sse.api.internal.history.RingLog;
import sse.api.internal.subscription.GapSign;
import sse.api.internal.subscription.Loss;
import sse.api.internal.subscription.ReplayedTopic;
import sse.api.internal.subscription.TopicSubscription;
import sse.api.spi.history.EntryId;

/** A topic of a hub with a log, and a subscription to it whose stream reads pages. */
final class ReplayedHubTopic implements ReplayedTopic {
    // Immutable after construction.
    private final TopicCore topic;
    private final HubTopic inHubLog;
    private final TopicSubscription subscription;
    private final LogSequence sequence;
    private final long numberBefore;
    private final long livePosition;

    // Written by the lane, read by the executor.
    private volatile boolean live;

    private ReplayedHubTopic(TopicCore topic, TopicSubscription subscription, long numberBefore, long livePosition) {
        this.topic = topic;
        this.inHubLog = topic.inHubLog().orElseThrow();
        this.subscription = subscription;
        this.sequence = inHubLog.log().sequence();
        this.numberBefore = numberBefore;
        this.livePosition = livePosition;
    }

    /**
     * Creates a topic whose subscription has not started.
     *
     * @param numberBefore the newest number of the hub's log when the subscription was made
     */
    static ReplayedHubTopic pending(TopicCore topic, TopicSubscription subscription, long numberBefore) {
        return new ReplayedHubTopic(topic, subscription, numberBefore, subscription.position());
    }

    /** Creates a topic whose subscription has fallen behind what is in memory. */
    static ReplayedHubTopic started(TopicCore topic, TopicSubscription subscription) {
        long number = topic.hub().sequence().last(); // In this order: what follows it is not skipped.
        return new ReplayedHubTopic(
                topic, subscription, number, topic.log().events().head());
    }

    @Override
    public String name() {
        return inHubLog.name();
    }

    @Override
    public TopicSubscription subscription() {
        return subscription;
    }

    @Override
    public boolean isAwaited() {
        if (topic.isClosed()) {
            subscription.end();
        }
        return subscription.isActive();
    }

    @Override
    public Optional<GapSign> gapSign() {
        return topic.config().gapSign();
    }

    @Override
    public GapPolicy gapPolicy() {
        return topic.config().gapPolicy();
    }

    @Override
    public void skipToLive() {
        live = true;
    }

    @Override
    public boolean isSkipped(EntryId id) {
        if (!live) {
            return false;
        }
        long number = sequence.numberOf(id);
        return number >= 0 && number <= numberBefore;
    }

    @Override
    public IdStatus status(EntryId id) {
        RingLog window = inHubLog.window();
        if (isSkipped(id)) {
            return window.tail() <= livePosition ? IdStatus.RETAINED : IdStatus.EVICTED;
        }
        return window.find(id.toString()).status();
    }

    @Override
    public OptionalLong positionAfter(EntryId id) {
        RingLog window = inHubLog.window();
        if (isSkipped(id)) {
            return window.tail() <= livePosition ? OptionalLong.of(livePosition) : OptionalLong.empty();
        }
        return window.positionAfter(id.toString());
    }

    @Override
    public void startAfterGap(Loss loss) {
        topic.starts().startAfterGap(subscription, inHubLog.window().tail(), loss);
    }

    @Override
    public void start(long position) {
        if (subscription.hasStarted()) {
            subscription.continueAt(position);
        } else {
            topic.starts().startAt(subscription, position);
        }
    }
}
