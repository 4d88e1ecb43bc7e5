package sse.benchmarks.peers;

import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import java.net.URI;
import java.util.function.Consumer;

class OkHttpEventSourcePeer {
    void listen(URI uri, Consumer<String> handler) {
        try (EventSource source = new EventSource.Builder(uri)
                .errorStrategy(ErrorStrategy.alwaysContinue())
                .build()) {
            for (MessageEvent event : source.messages()) {
                handler.accept(event.getData());
            }
        }
    }
}
