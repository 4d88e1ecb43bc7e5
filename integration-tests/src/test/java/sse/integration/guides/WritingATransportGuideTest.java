package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sse.api.Ticker;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.Refusals;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;
import sse.testkit.MemoryTransport;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/writing-a-transport.md}. */
class WritingATransportGuideTest {
    @Test
    void passesRequestsOn() {
        List<String> log = new ArrayList<>();
        Transport transport = new LoggingTransport(new MemoryTransport(), log::add);
        try (TestServer server = TestServer.start(
                        builder -> builder.transport(transport).stream("/", stream -> stream.send("hello")));
                TestStream client = server.connect("/?q=1")) {
            assertThat(client).nextEvent().hasData("hello");
        }
        assertThat(log).containsExactly("GET /?q=1");
    }

    /** Passes requests on to another transport's core, and their first lines to a log. */
    record LoggingTransport(Transport transport, Consumer<String> log) implements Transport {
        @Override
        public String name() {
            return "logging-" + transport.name();
        }

        @Override
        public boolean isAutomatic() {
            return false;
        }

        @Override
        public TransportServer start(TransportContext context) throws IOException {
            return transport.start(new LoggingContext(context, log));
        }
    }

    /** Makes lanes that log. */
    record LoggingContext(TransportContext context, Consumer<String> log) implements TransportContext {
        @Override
        public Lane newLane(LaneLoop loop, ByteBuffer scratch) {
            Lane lane = context.newLane(loop, scratch);
            return exchange -> {
                log.accept(exchange.method() + " " + exchange.target());
                lane.onRequest(exchange);
            };
        }

        @Override
        public InetSocketAddress bindAddress() {
            return context.bindAddress();
        }

        @Override
        public HttpLimits limits() {
            return context.limits();
        }

        @Override
        public Ticker ticker() {
            return context.ticker();
        }

        @Override
        public Executor executor() {
            return context.executor();
        }

        @Override
        public Refusals refusals() {
            return context.refusals();
        }
    }
}
