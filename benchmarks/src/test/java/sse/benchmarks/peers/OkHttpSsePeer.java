package sse.benchmarks.peers;

import java.time.Duration;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;

class OkHttpSsePeer {
    private final OkHttpClient client =
            new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();

    EventSource listen(String url, Consumer<String> handler) {
        Request request = new Request.Builder().url(url).build();
        return EventSources.createFactory(client).newEventSource(request, new EventSourceListener() {
            @Override
            public void onEvent(EventSource source, String id, String type, String data) {
                handler.accept(data);
            }
        });
    }
}
