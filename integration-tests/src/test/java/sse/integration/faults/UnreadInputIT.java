package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Admission;
import sse.api.Event;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.Transports;
import sse.integration.fixtures.Waiting;

/**
 * A client that sends more input after its request for a stream. The server discards the input or leaves it unread; it
 * must not buffer it.
 */
class UnreadInputIT {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n";
    private static final long SENT = 256L << 20;
    private static final long KEPT_AT_MOST = 8L << 20;

    private final CountDownLatch admitting = new CountDownLatch(1);

    static Stream<Arguments> transportsAndMoments() {
        return Transports.overSockets()
                .flatMap(transport -> Stream.of(Named.of("open", false), Named.of("being admitted", true))
                        .map(admitted -> Arguments.of(transport, admitted)));
    }

    @ParameterizedTest(name = "{0}, while the stream is {1}")
    @MethodSource("transportsAndMoments")
    void discardsUnreadInput(Transport transport, boolean whileAdmitting) throws Exception {
        StreamOptions options =
                StreamOptions.builder().heartbeat(Duration.ofMillis(100)).build();
        StreamOptions chosen = whileAdmitting
                ? options.toBuilder().admission(request -> admit()).build()
                : options;
        FaultScenario.on(
                transport,
                builder -> builder.stream(
                        "/", chosen, stream -> stream.every(Duration.ofMillis(5), () -> Event.of("tick"))),
                run -> {
                    // The event loop reads on while a stream is open, to notice its end; the JDK's server does not.
                    boolean isRead = transport.name().equals("nio") && !whileAdmitting;
                    long before = heapAfterCollection();
                    try (Sender sender = new Sender(run.server().server().address())) {
                        if (isRead) {
                            Waiting.untilReached("all is read", SENT, sender.sent::get);
                        } else {
                            sender.awaitStandstill(run.healthyClients());
                            assertThat(sender.sent.get()).isLessThan(SENT);
                        }
                        assertThat(heapAfterCollection() - before).isLessThan(KEPT_AT_MOST);
                        admitting.countDown();
                        sender.readUntil("data: tick\n");
                    }
                });
    }

    private Admission admit() {
        try {
            admitting.await();
            return Admission.accept();
        } catch (InterruptedException serverClosed) {
            return Admission.reject(503);
        }
    }

    private static long heapAfterCollection() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Sends on its own thread without pauses. */
    private static final class Sender implements AutoCloseable {
        private final Socket socket;
        private final Thread thread = new Thread(this::send, "sender");
        private final AtomicLong sent = new AtomicLong();

        Sender(InetSocketAddress server) throws IOException {
            socket = new Socket(server.getAddress(), server.getPort());
            thread.start();
        }

        /** Waits until no byte is accepted while healthy clients receive a hundred events. */
        void awaitStandstill(HealthyClients healthyClients) {
            long before = -1;
            while (sent.get() != before) {
                before = sent.get();
                healthyClients.awaitMore(100);
            }
        }

        void readUntil(String text) throws IOException {
            byte[] buffer = new byte[4096];
            StringBuilder read = new StringBuilder();
            while (read.indexOf(text) < 0) {
                int count = socket.getInputStream().read(buffer);
                assertThat(count).isPositive();
                read.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
            }
        }

        @Override
        public void close() throws IOException, InterruptedException {
            socket.setSoLinger(true, 0);
            socket.close();
            thread.join();
        }

        private void send() {
            byte[] bytes = REQUEST.repeat(1000).getBytes(StandardCharsets.US_ASCII);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(REQUEST.getBytes(StandardCharsets.US_ASCII));
                while (sent.get() < SENT) {
                    out.write(bytes);
                    sent.addAndGet(bytes.length);
                }
            } catch (IOException closed) {
                // Closed by the test.
                return;
            }
        }
    }
}
