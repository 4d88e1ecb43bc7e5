package sse.benchmarks.peers;

import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.sse.SseEventSource;
import java.net.URI;
import java.util.function.Consumer;

class JaxRsClientPeer {
    SseEventSource listen(URI uri, Consumer<String> handler) {
        SseEventSource source =
                SseEventSource.target(ClientBuilder.newClient().target(uri)).build();
        source.register(event -> handler.accept(event.readData()));
        source.open();
        return source;
    }
}
