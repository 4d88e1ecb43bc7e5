package sse.testkit.internal.contract;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.Event;

/**
 * Publishes numbered events, exactly as many as are requested, to one subscriber, in the thread that requests them. A
 * request made inside an event is served after that event, without recursion (Reactive Streams 3.3).
 */
final class NumberedPublisher implements Flow.Publisher<Event>, Flow.Subscription {
    // Immutable after construction.
    private final int count;
    private final boolean fails;

    // Written by requesting threads.
    private final AtomicLong demand = new AtomicLong();
    private volatile Flow.Subscriber<? super Event> subscriber = new NoSubscriber();
    private final AtomicInteger published = new AtomicInteger();
    private volatile boolean cancelled;

    NumberedPublisher(int count) {
        this(count, false);
    }

    private NumberedPublisher(int count, boolean fails) {
        this.count = count;
        this.fails = fails;
    }

    /** Fails instead of completing. */
    NumberedPublisher failing() {
        return new NumberedPublisher(count, true);
    }

    int published() {
        return published.get();
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Event> to) {
        subscriber = to;
        to.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        // The thread that adds the first demand serves it, and demand added meanwhile.
        if (demand.getAndAdd(n) == 0) {
            do {
                publish();
            } while (demand.decrementAndGet() > 0);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private void publish() {
        int number = published.get();
        if (cancelled || number == count) {
            return;
        }
        published.incrementAndGet();
        subscriber.onNext(SlowClient.event(number));
        if (number + 1 == count && fails) {
            subscriber.onError(new IllegalStateException("thrown by the test"));
        } else if (number + 1 == count) {
            subscriber.onComplete();
        }
    }

    private static final class NoSubscriber implements Flow.Subscriber<Event> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(Event event) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
