package sse.api.internal.topic;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.IdOrder;
import sse.api.LagPolicy;
import sse.api.SnapshotSource;
import sse.api.Subscription;
import sse.api.internal.subscription.GapSign;

/** The settings a topic was built with. */
public record TopicConfig(
        LagPolicy lagPolicy,
        GapPolicy gapPolicy,
        Optional<GapSign> gapSign,
        long replayOnSubscribe,
        Resuming resuming,
        Signs signs,
        List<Consumer<Subscription>> onSubscribe,
        List<Consumer<Subscription>> onUnsubscribe,
        List<ObjLongConsumer<Subscription>> onLoss) {
    /**
     * What clients resume from.
     *
     * @param snapshot returns the state for those that cannot
     * @param idOrder the order of the ids that events bring
     * @param holdTimeout how long a client is held that is ahead
     */
    public record Resuming(Optional<SnapshotSource> snapshot, IdOrder idOrder, Duration holdTimeout) {
        /** The defaults. */
        public static final Resuming DEFAULTS =
                new Resuming(Optional.empty(), IdOrder.UNORDERED, Duration.ofSeconds(30));
    }

    /**
     * What subscribers are sent beside events.
     *
     * @param caughtUp the event for one that has become live
     * @param ended the event for all when the topic is closed
     * @param closesStreams true if streams without another subscription are closed then
     */
    public record Signs(Optional<Event> caughtUp, Optional<Event> ended, boolean closesStreams) {
        /** No signs. */
        public static final Signs NONE = new Signs(Optional.empty(), Optional.empty(), false);

        /** Returns true if there are any. */
        boolean areSent() {
            return caughtUp.isPresent() || finishesSubscribers();
        }

        /** Returns true if subscribers are sent the rest before their subscriptions end. */
        boolean finishesSubscribers() {
            return ended.isPresent() || closesStreams;
        }
    }
}
