package sse.api.internal.stream;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.spi.Frame;

/**
 * Carries a publisher's events into a stream, one at a time: the next is requested when the one before is in the
 * outbox. An event that finds the outbox full waits here, so that at most one does, and is offered again when the
 * outbox has room.
 *
 * <p>Signals come on the publisher's threads, wake-ups on the lane; what calls back into the publisher runs on the
 * executor.
 */
final class PublisherFeed implements Flow.Subscriber<Event>, CapacityListener {
    // Immutable after construction.
    private final ServerEventStream stream;

    // Guarded by this.
    private Flow.@Nullable Subscription subscription;
    private @Nullable Frame waiting;
    private boolean completed;

    PublisherFeed(ServerEventStream stream) {
        this.stream = stream;
    }

    @Override
    public void onSubscribe(Flow.Subscription offered) {
        Objects.requireNonNull(offered, "subscription");
        synchronized (this) {
            if (subscription != null) {
                offered.cancel();
                return;
            }
            subscription = offered;
        }
        stream.onClose(reason -> offered.cancel());
        offered.request(1);
    }

    @Override
    public void onNext(Event event) {
        Frame frame = Frame.of(event);
        synchronized (this) {
            waiting = frame;
        }
        offer();
    }

    @Override
    public void onError(Throwable failure) {
        stream.fail("a publisher that feeds a stream failed", Objects.requireNonNull(failure, "failure"));
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            completed = true;
            if (waiting != null) {
                return;
            }
        }
        stream.close();
    }

    @Override
    public void wake(boolean open) {
        if (open) {
            stream.runUserCode("a publisher that feeds a stream failed", this::offer);
        }
    }

    /**
     * Offers the event that waits. Only one thread does so at a time: the next event is requested after this one is in.
     */
    private void offer() {
        Frame frame = waiting();
        if (frame == null || !stream.offerOrWait(frame, this)) {
            return;
        }
        Flow.Subscription source;
        synchronized (this) {
            waiting = null;
            source = completed ? null : subscription;
        }
        if (source == null) {
            stream.close();
        } else {
            source.request(1);
        }
    }

    private synchronized @Nullable Frame waiting() {
        return waiting;
    }
}
