package sse.benchmarks.load.server;

import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Broadcasts with Spring WebFlux on Reactor Netty, without Spring Boot: a functional route answers with a flux of
 * {@link ServerSentEvent}, which is the view of one {@link Sinks.Many} for all. The sink is a multicast one; each
 * stream has its own bounded buffer behind it, because the sinks that buffer for all of them wait for the slowest.
 * Spring encodes the event for each stream, on the thread that broadcasts.
 *
 * <p>The first thing in each stream is a comment, because Spring sends the head of the response with the first element.
 *
 * <p>Spring flushes each event of a stream. Netty's {@code FlushConsolidationHandler}, added to each connection, was
 * tried on 30 November 2026: it did not change the CPU time of a delivery.
 *
 * <p>A client that does not read delays no other client. When {@value #WAITING_EVENTS} events wait for it, its stream
 * ends with an error.
 */
public final class WebfluxBroadcast implements BroadcastServer {
    private static final int WAITING_EVENTS = 1024;

    private final Sinks.Many<ServerSentEvent<String>> events =
            Sinks.many().multicast().directBestEffort();
    private final HttpServer server;
    private @Nullable DisposableServer listener;

    /** Makes a server that does not listen yet. */
    public WebfluxBroadcast() {
        Flux<ServerSentEvent<String>> stream = events.asFlux()
                .onBackpressureBuffer(WAITING_EVENTS)
                .startWith(ServerSentEvent.<String>builder().comment("open").build());
        var route = RouterFunctions.route()
                .GET(request -> ServerResponse.ok().body(BodyInserters.fromServerSentEvents(stream)))
                .build();
        server =
                HttpServer.create().port(0).handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(route)));
    }

    @Override
    public int start() {
        DisposableServer started = server.bindNow();
        listener = started;
        return started.port();
    }

    @Override
    public void broadcast(long sequence, String data) {
        // Fails only if there is no subscriber.
        events.tryEmitNext(
                ServerSentEvent.builder(data).id(Long.toString(sequence)).build());
    }

    @Override
    public int streams() {
        return events.currentSubscriberCount();
    }

    @Override
    public void close() {
        DisposableServer started = listener;
        if (started != null) {
            started.disposeNow();
        }
    }
}
