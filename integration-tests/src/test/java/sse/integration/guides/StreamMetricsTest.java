package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.StreamOptions;
import sse.testkit.ManualTicker;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** A metrics library connected to a server in memory. */
class StreamMetricsTest {
    @Test
    void publishesServerMetrics() {
        MeterRegistry registry = new SimpleMeterRegistry();
        StreamMetrics metrics = new StreamMetrics(registry);
        ManualTicker ticker = new ManualTicker();
        StreamOptions options = StreamOptions.builder().noRetry().build();
        try (TestServer server = TestServer.start(
                builder -> builder.ticker(ticker).stream("/", options, stream -> stream.send(Event.of("hello")))
                        .maxStreams(1)
                        .observer(metrics))) {
            metrics.show(server.server());
            try (TestStream client = server.connect("/")) {
                client.nextEvent();
                assertThat(registry.get("sse.sent").functionCounter().count()).isEqualTo(":\ndata: hello\n\n".length());
                server.connect("/").readRest();
                ticker.advance(Duration.ofSeconds(3));
                assertThat(registry.get("sse.streams.open").gauge().value()).isEqualTo(1);
                client.ignoreUnread();
            }
            assertThat(registry.get("sse.events.sent").functionCounter().count())
                    .isEqualTo(1);
            assertThat(registry.get("sse.events.dropped").functionCounter().count())
                    .isZero();
            assertThat(registry.get("sse.streams.shed").counter().count()).isEqualTo(1);
            Timer lifetime = registry.get("sse.streams.lifetime")
                    .tag("reason", "CLIENT_GONE")
                    .timer();
            assertThat(lifetime.count()).isEqualTo(1);
            assertThat(lifetime.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
        }
    }
}
