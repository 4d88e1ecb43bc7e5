package sse.api.internal.subscription;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sse.api.Event;
import sse.api.internal.history.EntryId;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.Frame;

/**
 * Gives a new client an id to resume from if it receives no event at once: the id of the newest event before its
 * position, sent alone, which a browser stores without dispatching an event (WHATWG HTML section 9.2.6). A client that
 * leaves before anything is published resumes from there, and misses nothing.
 */
public final class ResumePoint {
    private ResumePoint() {}

    /**
     * Sends it, if the subscriptions, which are all that the stream has, start behind all that is retained, and one of
     * their topics has a history to resume in. On the lane.
     */
    public static void send(ServerEventStream stream, List<TopicSubscription> subscriptions) {
        boolean hasHistory = false;
        Optional<EntryId> newest = Optional.empty();
        for (TopicSubscription subscription : subscriptions) {
            if (!subscription.isActive()) {
                continue;
            }
            SubscriberGroup group = subscription.group();
            if (subscription.position() != group.log().head()) {
                return; // It receives an event at once.
            }
            hasHistory |= group.hasHistory();
            Optional<EntryId> before =
                    group.idBefore(subscription.position()).filter(id -> group.hasHistory() || group.isGenerated(id));
            newest = Stream.concat(newest.stream(), before.stream()).max(Comparator.comparingLong(EntryId::sequence));
        }
        if (hasHistory) {
            newest.ifPresent(id ->
                    stream.sendControl(Frame.of(Event.builder().id(id.id()).build())));
        }
    }
}
