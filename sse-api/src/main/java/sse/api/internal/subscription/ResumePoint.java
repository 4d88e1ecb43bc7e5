package sse.api.internal.subscription;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sse.api.internal.history.NumberedId;
import sse.api.internal.stream.ServerEventStream;

/**
 * The id that a client resumes from that has received no event since its subscriptions started. A client that leaves
 * before anything is published resumes there, and misses nothing. On the lane.
 *
 * <p>It is sent as an event of its own type, with empty data: an id without data would be stored by Chromium, but not
 * by Firefox and WebKit, although the standard has them do so (WHATWG HTML section 9.2.6).
 */
public final class ResumePoint {
    private ResumePoint() {}

    /**
     * Sends the id of the newest event before the subscriptions, which are all that the stream has, to a client that
     * receives resume points, if the client receives no event at once, and if one of the topics has a history to resume
     * in.
     */
    public static void send(ServerEventStream stream, List<TopicSubscription> subscriptions) {
        boolean resumes = false;
        Optional<NumberedId> newest = Optional.empty();
        for (TopicSubscription subscription : subscriptions) {
            if (!subscription.isActive()) {
                continue;
            }
            SubscriberGroup group = subscription.group();
            if (subscription.position() != group.log().head()) {
                return; // It receives an event at once.
            }
            resumes |= group.resumesClients();
            Optional<NumberedId> before = group.idBefore(subscription.position())
                    .filter(id -> group.resumesClients() || group.isGenerated(id));
            newest =
                    Stream.concat(newest.stream(), before.stream()).max(Comparator.comparingLong(NumberedId::sequence));
        }
        if (resumes) {
            newest.ifPresent(id -> stream.resumePoint(id.id()).ifPresent(stream::sendControl));
        }
    }

    /**
     * Returns the id from which a client resumes all of the subscriptions, which are all that the stream has, without
     * missing an event of any; empty if it is not known.
     */
    public static Optional<String> of(List<TopicSubscription> subscriptions) {
        Optional<NumberedId> oldest = Optional.empty();
        for (TopicSubscription subscription : subscriptions) {
            if (!subscription.isActive()) {
                continue;
            }
            Optional<NumberedId> before = subscription.group().idBefore(subscription.position());
            if (before.isEmpty()) {
                return Optional.empty();
            }
            oldest =
                    Stream.concat(oldest.stream(), before.stream()).min(Comparator.comparingLong(NumberedId::sequence));
        }
        return oldest.map(NumberedId::id);
    }
}
