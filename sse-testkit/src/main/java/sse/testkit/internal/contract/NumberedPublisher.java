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
    /** What follows the last event. */
    private enum End {
        COMPLETED,
        FAILED,
        NONE
    }

    // Immutable after construction.
    private final int count;
    private final End end;

    // Written by requesting threads.
    private final AtomicLong demand = new AtomicLong();
    private volatile Flow.Subscriber<? super Event> subscriber = new NoSubscriber();
    private final AtomicInteger published = new AtomicInteger();
    private volatile boolean cancelled;

    NumberedPublisher(int count) {
        this(count, End.COMPLETED);
    }

    private NumberedPublisher(int count, End end) {
        this.count = count;
        this.end = end;
    }

    /** Fails instead of completing. */
    NumberedPublisher failing() {
        return new NumberedPublisher(count, End.FAILED);
    }

    /** Neither completes nor fails until {@link #fail}. */
    NumberedPublisher lasting() {
        return new NumberedPublisher(count, End.NONE);
    }

    /** Fails, when all events have been published. */
    void fail() {
        subscriber.onError(new IllegalStateException("thrown by the test"));
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
        if (number + 1 < count) {
            return;
        }
        switch (end) {
            case COMPLETED -> subscriber.onComplete();
            case FAILED -> fail();
            case NONE -> {}
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
