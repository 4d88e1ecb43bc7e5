package sse.api.internal.stream;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.spi.Frame;

/**
 * Subscribes a stream to a publisher, one event at a time: the next one is requested when the one before is queued. An
 * event that the send queue has no capacity for is held here, at most one, and offered again when there is capacity.
 *
 * <p>Signals arrive on the publisher's threads, capacity is reported on the lane, and the publisher is called back on
 * the executor.
 */
final class PublisherSubscriber implements Flow.Subscriber<Event>, CapacityListener {
    // Immutable after construction.
    private final ServerEventStream stream;

    // Guarded by this.
    private Flow.@Nullable Subscription subscription;
    private @Nullable Frame held;
    private boolean completed;

    PublisherSubscriber(ServerEventStream stream) {
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
            held = frame;
        }
        offer();
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        if (stream.context.options().errorEvent().isEmpty()) {
            stream.failUserCode("publisher", "failed", failure);
        } else {
            stream.runUserCode("publisher", () -> stream.failUserCode("publisher", "failed", failure));
        }
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            completed = true;
            if (held != null) {
                return;
            }
        }
        stream.close();
    }

    @Override
    public void onCapacity(boolean open) {
        if (open) {
            stream.runUserCode("publisher", this::offer);
        }
    }

    /** Offers the event that is held. One thread at a time: the next event is requested after this one is queued. */
    private void offer() {
        Frame frame = held();
        if (frame == null || !stream.offerOrAwait(frame, this)) {
            return;
        }
        Flow.Subscription source;
        synchronized (this) {
            held = null;
            source = completed ? null : subscription;
        }
        if (source == null) {
            stream.close();
        } else {
            source.request(1);
        }
    }

    private synchronized @Nullable Frame held() {
        return held;
    }
}
