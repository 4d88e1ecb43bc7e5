package sse.api.internal.topic;

import java.util.function.Consumer;
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
        forEach(TopicSubscription::end);
    }

    /** Closes every stream when it has been sent what the log has. */
    void closeStreams() {
        forEach(subscription -> subscription.serverStream().close());
    }

    /** Calls an action with every subscription, which it may remove. */
    private void forEach(Consumer<TopicSubscription> action) {
        InStepTables.FORMS.forEach(form -> forEach(inStep.of(form), action));
        forEach(catchingUp, action);
        forEach(independent, action);
    }

    private static void forEach(SubscriptionTable table, Consumer<TopicSubscription> action) {
        for (int i = table.count() - 1; i >= 0; i--) {
            action.accept(table.get(i));
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
