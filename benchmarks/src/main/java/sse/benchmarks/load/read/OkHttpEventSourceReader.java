package sse.benchmarks.load.read;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;

/**
 * LaunchDarkly's okhttp-eventsource as its documentation reads: a loop over messages, on a thread for each stream,
 * which goes on after errors. Its default delay strategy doubles the delay and takes up to half of it away at random.
 * All streams share one {@link OkHttpClient}.
 */
public final class OkHttpEventSourceReader implements EventReader {
    private final ExecutorService threads = ReaderThreads.newThreads();
    private final Queue<EventSource> sources = new ConcurrentLinkedQueue<>();
    private final OkHttpClient client =
            new OkHttpClient.Builder().readTimeout(0, TimeUnit.SECONDS).build();

    /** Makes the client. */
    public OkHttpEventSourceReader() {}

    @Override
    public void open(URI uri, Consumer<String> data) {
        EventSource source = new EventSource.Builder(ConnectStrategy.http(uri).httpClient(client))
                .errorStrategy(ErrorStrategy.alwaysContinue())
                .retryDelay(RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        sources.add(source);
        threads.execute(() -> {
            for (MessageEvent event : source.messages()) {
                data.accept(event.getData());
            }
        });
    }

    @Override
    public void close() {
        sources.forEach(EventSource::close);
        threads.shutdownNow();
    }
}
