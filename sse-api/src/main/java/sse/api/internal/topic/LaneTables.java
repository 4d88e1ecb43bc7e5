package sse.api.internal.topic;

import sse.api.internal.subscription.CatchUpReader;
import sse.api.internal.subscription.StreamSubscriptions;
import sse.api.internal.subscription.SubscriptionTable;
import sse.api.internal.subscription.TopicSubscription;

/** A topic's subscriptions on one lane, each in one of three ways. Confined to the lane. */
final class LaneTables {
    final InStepTables inStep = new InStepTables();
    final SubscriptionTable catchingUp = new SubscriptionTable();

    /** Never in step. */
    final SubscriptionTable independent = new SubscriptionTable();

    boolean isEmpty() {
        return inStep.isEmpty() && catchingUp.count() + independent.count() == 0;
    }

    /** Returns the table that a subscription is in. */
    SubscriptionTable of(TopicSubscription subscription) {
        return inStep.contains(subscription)
                ? inStep.of(subscription)
                : catchingUp.contains(subscription) ? catchingUp : independent;
    }

    /** Ends every subscription. */
    void end() {
        InStepTables.FORMS.forEach(form -> end(inStep.of(form)));
        end(catchingUp);
        end(independent);
    }

    private static void end(SubscriptionTable table) {
        for (int i = table.count() - 1; i >= 0; i--) {
            table.get(i).end();
        }
    }

    /** Checks subscriptions that are not in step. */
    void check(CatchUpReader reader) {
        check(catchingUp, reader);
        check(independent, reader);
    }

    private static void check(SubscriptionTable table, CatchUpReader reader) {
        for (int i = table.count() - 1; i >= 0; i = Math.min(i, table.count()) - 1) {
            TopicSubscription subscription = table.get(i);
            reader.check(subscription);
            StreamSubscriptions.of(subscription.serverStream()).onSweep();
        }
    }
}
