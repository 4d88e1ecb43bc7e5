package sse.benchmarks.load.read;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

/**
 * Spring's {@link WebClient} on Reactor Netty, as its documentation reads streams: a flux of {@link ServerSentEvent}.
 * Reactor reconnects, after an error with {@link Retry#backoff}, which doubles the delay and spreads it by half, and
 * after an orderly end after the delay.
 */
public final class WebClientReader implements EventReader {
    private static final int MOST_CONNECTIONS = 100_000;

    private final Disposable.Composite streams = Disposables.composite();
    private final ConnectionProvider connections = ConnectionProvider.builder("reader")
            .maxConnections(MOST_CONNECTIONS)
            .pendingAcquireMaxCount(-1)
            .build();
    private final WebClient client = WebClient.builder()
            .clientConnector(new ReactorClientHttpConnector(HttpClient.create(connections)))
            .build();

    /** Makes the client. */
    public WebClientReader() {}

    @Override
    public void open(URI uri, Consumer<String> data) {
        Disposable stream = client.get()
                .uri(uri)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .retrieve()
                .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .repeatWhen(ends -> ends.delayElements(RECONNECT_DELAY))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, RECONNECT_DELAY)
                        .maxBackoff(Duration.ofSeconds(30))
                        .transientErrors(true))
                .subscribe(event -> data.accept(Objects.requireNonNull(event.data())));
        streams.add(stream);
    }

    @Override
    public void close() {
        streams.dispose();
        connections.dispose();
    }
}
