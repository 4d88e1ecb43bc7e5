package sse.api.internal.subscription;

import java.util.Optional;
import sse.api.Event;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;
import sse.api.internal.history.NumberedId;

/**
 * A topic's subscribers on one lane, as a subscription sees them. Confined to the lane.
 *
 * <p>Subscriptions in step share a position and are written the same batches. One that is catching up has its own
 * position, never past the shared one, and is in step when it has reached it. An independent one never is: its stream
 * needs more than this topic's bytes.
 */
public interface SubscriberGroup {
    /** Returns the topic's log. */
    EntryLog log();

    /** Returns true if the hub has a log, which has pages of what is no longer in memory. */
    boolean hasPages();

    /** Returns the log that has the pages, if there are any. */
    Optional<ReplayLog> pages();

    /** Returns the topic, for a subscription whose stream reads pages. */
    ReplayedTopic replayed(TopicSubscription subscription);

    /** Returns how subscriptions that are not in step read the log. */
    CatchUpReader reader();

    /** Returns the buffer for reading the log. What was read is valid until anything else on the lane reads. */
    EntryBuffer entries();

    /** Returns the position of the subscriptions in step. */
    long position();

    /** Returns true if a subscription is in step, or if it has caught up and is in step from now on. */
    boolean isCaughtUp(TopicSubscription subscription);

    /**
     * Returns true if a subscription has reached a position. If not, and if it is in step, its stream runs again after
     * this group.
     */
    boolean hasReached(TopicSubscription subscription, long target);

    /** Returns true if a subscription has been added, and its position is not known yet: it reads nothing. */
    boolean isPending(TopicSubscription subscription);

    /**
     * Has a subscription with a gap start again behind a snapshot; returns false if the topic resumes in another way.
     */
    boolean restart(TopicSubscription subscription);

    /** Returns true if {@link #onCaughtUp} is to be called. */
    boolean hasSigns();

    /** Called when a subscription has been sent everything that is in the log, perhaps not for the first time. */
    void onCaughtUp(TopicSubscription subscription);

    /** Makes a subscription independent, for good. */
    void makeIndependent(TopicSubscription subscription);

    /** Removes a subscription, which has ended. */
    void remove(TopicSubscription subscription);

    /** Reports that events were lost to a subscription. */
    void onLoss(TopicSubscription subscription, long events);

    /** Returns the event of an entry. Any thread. */
    Event eventOf(LogEntry entry);

    /** Returns true if a client that returns with an id receives more than a new one, or is notified of a gap. */
    boolean resumesClients();

    /** Returns true if every topic of the hub can resolve an id. */
    boolean isGenerated(NumberedId id);

    /**
     * Returns the id of the newest entry before a position, also if it is no longer retained, as far as known; before
     * the first entry, an id from which a client resumes with that.
     */
    Optional<NumberedId> idBefore(long position);
}
