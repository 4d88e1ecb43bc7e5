package sse.client.internal.read;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.MessageEvent;
import sse.client.EventSourceException;
import sse.client.SourceEnd;

/**
 * Passes events to a subscriber as far as it has requested them (Reactive Streams 1.0.4). Calls of the subscriber run
 * on the source's loop, one at a time.
 */
public final class SubscriberSink implements EventSink, Subscription {
    private static final System.Logger LOG = System.getLogger("sse.client");

    // Immutable after construction.
    private final Subscriber<? super MessageEvent> subscriber;
    private final Executor loop;
    private final Runnable onDemand;
    private final Runnable onCancel;

    // Written by any thread.
    private final AtomicLong requested = new AtomicLong();
    private volatile boolean ended;

    // Confined to the loop.
    private boolean terminated;

    /**
     * Creates a sink.
     *
     * @param loop runs calls of the subscriber
     * @param onDemand called when the subscriber has requested events
     * @param onCancel called when the subscriber has cancelled
     */
    public SubscriberSink(
            Subscriber<? super MessageEvent> subscriber, Executor loop, Runnable onDemand, Runnable onCancel) {
        this.subscriber = subscriber;
        this.loop = loop;
        this.onDemand = onDemand;
        this.onCancel = onCancel;
    }

    /** Tells a subscriber that it has come too late (rule 1.9). On the calling thread. */
    public static void reject(Subscriber<? super MessageEvent> subscriber, Throwable why) {
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(why);
    }

    /** Calls {@code onSubscribe}. On the loop. */
    public void subscribe() {
        try {
            subscriber.onSubscribe(this);
        } catch (Exception | Error failure) {
            fail("onSubscribe", failure);
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            loop.execute(() -> terminate(new IllegalArgumentException("requested events must be positive: " + n)));
            onCancel.run();
            return;
        }
        requested.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
        onDemand.run();
    }

    @Override
    public void cancel() {
        loop.execute(() -> terminated = true);
        ended = true;
        onCancel.run();
    }

    @Override
    public boolean hasDemand() {
        return !ended && requested.get() > 0;
    }

    @Override
    public void accept(MessageEvent event) {
        requested.getAndUpdate(before -> before == Long.MAX_VALUE ? before : before - 1);
        try {
            subscriber.onNext(event);
        } catch (Exception | Error failure) {
            fail("onNext", failure);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void end(SourceEnd end) {
        ended = true;
        loop.execute(() -> {
            if (end.isOrderly()) {
                complete();
            } else {
                terminate(new EventSourceException(end));
            }
        });
    }

    private void complete() {
        if (!terminated) {
            terminated = true;
            try {
                subscriber.onComplete();
            } catch (Exception | Error failure) {
                fail("onComplete", failure);
            }
        }
    }

    private void terminate(Throwable cause) {
        if (!terminated) {
            terminated = true;
            ended = true;
            try {
                subscriber.onError(cause);
            } catch (Exception | Error failure) {
                fail("onError", failure);
            }
        }
    }

    /** A subscriber that throws has cancelled (rule 2.13). */
    private void fail(String method, Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, method + " of a subscriber threw", failure);
        terminated = true;
        ended = true;
        onCancel.run();
    }
}
