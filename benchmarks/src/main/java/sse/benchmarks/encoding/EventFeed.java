package sse.benchmarks.encoding;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Publishes one event at a time, on the calling thread: the application's end of a reactive stream, with nothing of its
 * own to measure. For one subscriber, which takes all it is given.
 *
 * @param <T> the server's event
 */
final class EventFeed<T> implements Publisher<T> {

    private @Nullable Subscriber<? super T> subscriber;

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        this.subscriber = subscriber;
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
    }

    /** Hands an event to the subscriber. */
    void publish(T event) {
        Objects.requireNonNull(subscriber, "subscriber").onNext(event);
    }
}
