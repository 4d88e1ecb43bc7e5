package sse.integration.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.TestThreads;
import sse.jdkhttp.JdkHttpTransport;
import sse.nio.NioTransport;

/**
 * Clients that connect and disconnect at every stage, by a reset so that no port stays in TIME_WAIT.
 * {@link FaultScenario} asserts the invariants afterwards.
 */
class ConnectionStormIT {
    private static final int THREADS = 4;
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n".getBytes(US_ASCII);

    /** The stage at which a client disconnects. */
    private enum Stage {
        CONNECTED,
        ASKING,
        ASKED,
        STREAMING
    }

    /** A fifth for jdkhttp, where each connection takes several times as long. */
    static List<Arguments> storms() {
        return List.of(Arguments.of(new NioTransport(), 100_000), Arguments.of(new JdkHttpTransport(), 20_000));
    }

    @ParameterizedTest(name = "{1} connections")
    @MethodSource("storms")
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void releasesEveryResource(Transport transport, int connections) throws Exception {
        StreamOptions options =
                StreamOptions.builder().heartbeat(Duration.ofMillis(100)).build();
        AtomicInteger opened = new AtomicInteger();
        FaultScenario.on(
                transport,
                builder -> builder.stream("/", options, stream -> opened.incrementAndGet()),
                run -> storm(run.server().server().address(), connections));
        assertThat(opened.get()).isGreaterThanOrEqualTo(connections / Stage.values().length);
    }

    private static void storm(InetSocketAddress server, int connections) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (TestThreads threads = new TestThreads()) {
            for (int i = 0; i < THREADS; i++) {
                threads.start(() -> {
                    for (int n = next.getAndIncrement(); n < connections; n = next.getAndIncrement()) {
                        openAndReset(server, Stage.values()[n % Stage.values().length]);
                    }
                });
            }
            threads.join();
        }
    }

    private static void openAndReset(InetSocketAddress server, Stage last) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoLinger(true, 0);
            switch (last) {
                case CONNECTED -> {}
                case ASKING -> socket.getOutputStream().write(REQUEST, 0, REQUEST.length / 2);
                case ASKED -> socket.getOutputStream().write(REQUEST);
                case STREAMING -> {
                    socket.getOutputStream().write(REQUEST);
                    assertThat(socket.getInputStream().read()).isEqualTo('H');
                }
            }
        }
    }
}
