package sse.benchmarks.load.read;

import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import sse.api.MessageEvent;
import sse.client.EventSource;

/** This library's client as a loop over events, on a thread for each stream. */
public final class SourceIterableReader implements EventReader {
    private final ExecutorService threads = ReaderThreads.newThreads();
    private final Queue<EventSource> sources = new ConcurrentLinkedQueue<>();

    /** Makes the client. */
    public SourceIterableReader() {}

    @Override
    public void open(URI uri, Consumer<String> data) {
        EventSource source =
                EventSource.builder(uri).reconnectDelay(RECONNECT_DELAY).build();
        sources.add(source);
        threads.execute(() -> {
            for (MessageEvent event : source) {
                data.accept(event.data());
            }
        });
    }

    @Override
    public void close() {
        sources.forEach(EventSource::close);
        threads.shutdownNow();
    }
}
