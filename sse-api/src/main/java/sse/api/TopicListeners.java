package sse.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * The listeners of a topic. For use by one thread.
 *
 * @param <B> the builder that inherits them
 */
abstract class TopicListeners<B extends TopicListeners<B>> {
    private final List<Consumer<Subscription>> onSubscribe = new ArrayList<>();
    private final List<Consumer<Subscription>> onUnsubscribe = new ArrayList<>();
    private final List<ObjLongConsumer<Subscription>> onLoss = new ArrayList<>();

    TopicListeners() {}

    /** Returns this builder. */
    abstract B self();

    /**
     * Adds a listener of new subscriptions. It runs on the server's executor, for each subscription before the
     * listeners of its end. An exception that it throws is logged.
     *
     * @param listener the listener
     * @return this builder
     */
    public B onSubscribe(Consumer<Subscription> listener) {
        onSubscribe.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /**
     * Adds a listener of ended subscriptions. It runs on the server's executor; an exception that it throws is logged.
     *
     * @param listener the listener
     * @return this builder
     */
    public B onUnsubscribe(Consumer<Subscription> listener) {
        onUnsubscribe.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /**
     * Adds a listener of events that a subscriber skips because they are no longer retained. It runs on the server's
     * executor; an exception that it throws is logged.
     *
     * @param listener called with the subscription and the number of events that it has lost this time
     * @return this builder
     */
    public B onLoss(ObjLongConsumer<Subscription> listener) {
        onLoss.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    final List<Consumer<Subscription>> subscribeListeners() {
        return List.copyOf(onSubscribe);
    }

    final List<Consumer<Subscription>> unsubscribeListeners() {
        return List.copyOf(onUnsubscribe);
    }

    final List<ObjLongConsumer<Subscription>> lossListeners() {
        return List.copyOf(onLoss);
    }
}
