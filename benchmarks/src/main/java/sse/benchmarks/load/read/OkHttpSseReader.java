package sse.benchmarks.load.read;

import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp's {@code okhttp-sse} on the dispatcher of its client, a thread for each stream. It does not reconnect: a
 * program does, here after {@link #RECONNECT_DELAY}.
 */
public final class OkHttpSseReader implements EventReader {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "reader-timer");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<EventSource> sources = new ConcurrentLinkedQueue<>();
    private final OkHttpClient client;
    private final EventSource.Factory factory;
    private volatile boolean closed;

    /** Makes the client. */
    public OkHttpSseReader() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .readTimeout(0, TimeUnit.SECONDS)
                .build();
        factory = EventSources.createFactory((okhttp3.Call.Factory) client);
    }

    @Override
    public void open(URI uri, Consumer<String> data) {
        Request request = new Request.Builder()
                .url(uri.toString())
                .header("Accept", "text/event-stream")
                .build();
        connect(request, data);
    }

    private void connect(Request request, Consumer<String> data) {
        if (!closed) {
            sources.add(factory.newEventSource(request, new Listener(request, data)));
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        sources.forEach(EventSource::cancel);
        client.dispatcher().executorService().shutdown();
    }

    private final class Listener extends EventSourceListener {
        private final Request request;
        private final Consumer<String> data;

        Listener(Request request, Consumer<String> data) {
            this.request = request;
            this.data = data;
        }

        @Override
        public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String text) {
            data.accept(text);
        }

        @Override
        public void onClosed(EventSource source) {
            reconnect(source);
        }

        @Override
        public void onFailure(EventSource source, @Nullable Throwable failure, @Nullable Response response) {
            reconnect(source);
        }

        @SuppressWarnings({"FutureReturnValueIgnored", "unused"})
        private void reconnect(EventSource source) {
            boolean known = sources.remove(source);
            if (!closed) {
                timer.schedule(() -> connect(request, data), RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }
}
