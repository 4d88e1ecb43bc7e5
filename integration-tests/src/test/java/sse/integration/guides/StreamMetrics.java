package sse.integration.guides;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import sse.api.ServerObserver;
import sse.api.SseServer;
import sse.api.StreamRequest;
import sse.api.StreamSummary;

/** Metrics of a server and its streams. */
final class StreamMetrics implements ServerObserver {
    private final MeterRegistry registry;

    StreamMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows what the server itself counts. */
    void show(SseServer server) {
        Gauge.builder("sse.streams.open", server, SseServer::openStreams).register(registry);
        FunctionCounter.builder("sse.events.sent", server, s -> s.statistics().sentEvents())
                .register(registry);
        FunctionCounter.builder(
                        "sse.events.dropped", server, s -> s.statistics().droppedEvents())
                .register(registry);
        FunctionCounter.builder("sse.sent", server, s -> s.statistics().sentBytes())
                .baseUnit("bytes")
                .register(registry);
    }

    @Override
    public void onClose(StreamSummary stream) {
        Timer.builder("sse.streams.lifetime")
                .tag("reason", stream.closeReason().name())
                .register(registry)
                .record(stream.lifetime());
    }

    @Override
    public void onShed(StreamRequest request) {
        registry.counter("sse.streams.shed").increment();
    }
}
