package sse.benchmarks.peers;

import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

@RestController
class SpringWebFluxPeer {
    private final Sinks.Many<ServerSentEvent<String>> sink =
            Sinks.many().multicast().directBestEffort();

    @GetMapping(path = "/news", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> news() {
        Flux<ServerSentEvent<String>> heartbeat = Flux.interval(Duration.ofSeconds(15))
                .map(tick -> ServerSentEvent.<String>builder().comment("").build());
        return Flux.merge(sink.asFlux().onBackpressureBuffer(256), heartbeat);
    }

    @PostMapping("/news")
    void publish(@RequestBody String text) {
        sink.tryEmitNext(ServerSentEvent.builder(text).event("news").build());
    }
}
