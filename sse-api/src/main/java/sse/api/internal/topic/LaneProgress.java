package sse.api.internal.topic;

import sse.api.internal.subscription.SubscriptionTable;
import sse.api.internal.subscription.TopicSubscription;

/** How far a topic's subscribers on one lane have read. Written by the lane, read by any thread. */
final class LaneProgress {
    /** A scan of so many subscriptions costs about as much as what a run does besides. */
    private static final int SCANNED_PER_RUN = 64;

    // Written by the lane, read by any thread.
    private volatile long readByAll;
    private volatile long readByHealthy;

    // Confined to the lane.
    private int runsUntilScan;

    /** Returns the position up to which all subscribers have read: from there on they need the log. */
    long readByAll() {
        return readByAll;
    }

    /** Returns the position up to which all subscribers have read that keep up. */
    long readByHealthy() {
        return readByHealthy;
    }

    /** Sets the position of all subscribers. */
    void set(long position) {
        readByAll = position;
        readByHealthy = position;
    }

    /** Adds a subscription, which counts as one that keeps up when it has caught up. */
    void add(TopicSubscription subscription) {
        readByAll = Math.min(readByAll, subscription.position());
    }

    /**
     * Updates the positions after a run, at once if all subscriptions are in step; otherwise the more seldom the more
     * there are that are not.
     *
     * @return true if the positions were updated
     */
    boolean update(long inStep, SubscriptionTable catchingUp, SubscriptionTable independent, long slowBefore) {
        int others = catchingUp.count() + independent.count();
        if (others == 0) {
            set(inStep);
            return true;
        }
        runsUntilScan--;
        if (runsUntilScan > 0) {
            return false;
        }
        scan(inStep, catchingUp, independent, slowBefore);
        return true;
    }

    /**
     * Computes the positions.
     *
     * @param inStep the position of the subscriptions in step
     * @param slowBefore a position before which no subscription keeps up
     */
    void scan(long inStep, SubscriptionTable catchingUp, SubscriptionTable independent, long slowBefore) {
        runsUntilScan = (catchingUp.count() + independent.count()) / SCANNED_PER_RUN;
        readByAll = Math.min(leastOf(catchingUp, inStep), leastOf(independent, inStep));
        readByHealthy = Math.min(
                leastHealthyOf(catchingUp, inStep, slowBefore), leastHealthyOf(independent, inStep, slowBefore));
    }

    private static long leastOf(SubscriptionTable table, long atMost) {
        long least = atMost;
        for (int i = table.count() - 1; i >= 0; i--) {
            least = Math.min(least, table.get(i).position());
        }
        return least;
    }

    private static long leastHealthyOf(SubscriptionTable table, long atMost, long slowBefore) {
        long least = atMost;
        for (int i = table.count() - 1; i >= 0; i--) {
            TopicSubscription subscription = table.get(i);
            if (subscription.keepsUp(atMost, slowBefore)) {
                least = Math.min(least, subscription.position());
            }
        }
        return least;
    }
}
