package sse.integration.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.spi.Transport;

/** A client that reads slowly, but all the time: much longer than the write timeout for one event. */
class SteadyReaderIT {
    private static final int EVENT_BYTES = 8 * 1024 * 1024;
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SLOWNESS = Duration.ofSeconds(8);
    private static final int PIECE_BYTES = 10 * 1024;
    private static final long PAUSE_MILLIS = 100;

    private final CompletableFuture<EventStream> opened = new CompletableFuture<>();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void receivesAllOfALargeEvent(Transport transport) throws Exception {
        StreamOptions options = StreamOptions.builder()
                .writeTimeout(WRITE_TIMEOUT)
                .noHeartbeat()
                .build();
        try (SseServer server = SseServer.builder()
                        .transport(transport)
                        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .closeTimeout(Duration.ZERO)
                        .stream("/", options, stream -> {
                            opened.complete(stream);
                            stream.send("x".repeat(EVENT_BYTES));
                            stream.send("last");
                        })
                        .start();
                Socket client = new Socket()) {
            client.setSoTimeout(30_000);
            client.connect(server.address());
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
            EventStream stream = opened.get(30, TimeUnit.SECONDS);

            long read = readSlowly(client.getInputStream());

            assertThat(stream.closeReason()).as("after %s bytes", read).isEmpty();
            assertThat(readToEnd(client.getInputStream())).isGreaterThan(EVENT_BYTES - read);
        }
    }

    private static long readSlowly(InputStream in) throws Exception {
        byte[] piece = new byte[PIECE_BYTES];
        long read = 0;
        long end = System.nanoTime() + SLOWNESS.toNanos();
        while (System.nanoTime() - end < 0) {
            read += in.read(piece);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return read;
    }

    private static long readToEnd(InputStream in) throws Exception {
        byte[] piece = new byte[64 * 1024];
        StringBuilder end = new StringBuilder();
        long read = 0;
        while (end.indexOf("data: last\n\n") < 0) {
            int count = in.read(piece);
            assertThat(count).as("bytes read after %s", read).isPositive();
            read += count;
            end.append(new String(piece, 0, count, US_ASCII));
            end.delete(0, Math.max(0, end.length() - 100));
        }
        return read;
    }
}
