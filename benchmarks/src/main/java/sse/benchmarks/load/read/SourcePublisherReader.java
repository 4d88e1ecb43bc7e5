package sse.benchmarks.load.read;

import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import sse.api.MessageEvent;
import sse.client.EventSource;

/** This library's client as a publisher, without a thread for each stream. */
public final class SourcePublisherReader implements EventReader {
    private final Queue<EventSource> sources = new ConcurrentLinkedQueue<>();

    /** Makes the client. */
    public SourcePublisherReader() {}

    @Override
    public void open(URI uri, Consumer<String> data) {
        EventSource source =
                EventSource.builder(uri).reconnectDelay(RECONNECT_DELAY).build();
        sources.add(source);
        source.subscribe(new DataSubscriber(data));
    }

    @Override
    public void close() {
        sources.forEach(EventSource::close);
    }

    private record DataSubscriber(Consumer<String> data) implements Flow.Subscriber<MessageEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(MessageEvent event) {
            data.accept(event.data());
        }

        @Override
        public void onError(Throwable failure) {
            failure.printStackTrace(System.err);
        }

        @Override
        public void onComplete() {}
    }
}
