package sse.api.internal.topic;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sse.api.internal.subscription.SubscriptionTable;
import sse.api.internal.subscription.TopicSubscription;
import sse.api.internal.wire.WireForm;

/** A lane's subscriptions in step, by the wire form of their streams. Confined to the lane. */
final class InStepTables {
    /** All forms. */
    static final List<WireForm> FORMS = List.of(WireForm.values());

    private final Map<WireForm, SubscriptionTable> tableByForm = new EnumMap<>(WireForm.class);

    InStepTables() {
        FORMS.forEach(form -> tableByForm.put(form, new SubscriptionTable()));
    }

    /** Returns the subscriptions whose streams have a form. */
    SubscriptionTable of(WireForm form) {
        return Objects.requireNonNull(tableByForm.get(form));
    }

    /** Returns the table for a subscription, which may not be in it. */
    SubscriptionTable of(TopicSubscription subscription) {
        return of(subscription.serverStream().wireForm());
    }

    boolean contains(TopicSubscription subscription) {
        return of(subscription).contains(subscription);
    }

    boolean isEmpty() {
        // By index, because an iterator for each run would be garbage.
        for (int i = 0; i < FORMS.size(); i++) {
            if (of(FORMS.get(i)).count() > 0) {
                return false;
            }
        }
        return true;
    }
}
