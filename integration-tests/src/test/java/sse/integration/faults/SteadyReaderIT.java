package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.SteadyReader;

/** A client that reads slowly, but all the time: much longer than the write timeout for one event. */
class SteadyReaderIT {
    private final CompletableFuture<EventStream> opened = new CompletableFuture<>();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void receivesAllOfALargeEvent(Transport transport) throws Exception {
        StreamOptions options = StreamOptions.builder()
                .writeTimeout(SteadyReader.WRITE_TIMEOUT)
                .noHeartbeat()
                .build();
        try (SseServer server = SseServer.builder()
                        .transport(transport)
                        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .closeTimeout(Duration.ZERO)
                        .stream("/", options, stream -> {
                            opened.complete(stream);
                            stream.send("x".repeat(SteadyReader.EVENT_BYTES));
                            stream.send("last");
                        })
                        .start();
                SteadyReader client = SteadyReader.open(server.address(), "/")) {
            EventStream stream = opened.get(30, TimeUnit.SECONDS);

            long read = client.readSlowly(Duration.ofSeconds(8));

            assertThat(stream.closeReason()).as("after %s bytes", read).isEmpty();
            assertThat(client.readTo("data: last\n\n")).isGreaterThan(SteadyReader.EVENT_BYTES - read);
        }
    }
}
