package sse.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.api.SendResult.ACCEPTED;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.spi.Transport;
import sse.testkit.ReceivedEvent;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** A server that is closed while streams are open. */
class ShutdownIT {
    @ParameterizedTest
    @MethodSource("sse.integration.Transports#all")
    void saysGoodbyeAndWhenToComeBack(Transport transport) {
        List<CloseReason> reasons = new CopyOnWriteArrayList<>();
        TestServer server = TestServer.start(
                transport,
                builder -> builder
                        .farewell(Event.of("bye", "back soon"))
                        .reconnectWithin(Duration.ofSeconds(1), Duration.ofSeconds(10))
                        .stream("/", stream -> {
                    stream.onClose(reasons::add);
                    stream.send("welcome");
                }));
        try (TestStream client = server.connect("/")) {
            assertThat(client.nextEvent().data()).isEqualTo("welcome");
            server.close();
            assertThat(client.nextEvent()).isEqualTo(new ReceivedEvent("bye", "back soon", ""));
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            assertThat(client.retry().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
            assertThat(reasons).containsExactly(CloseReason.SHUTDOWN);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.Transports#all")
    void isNotHeldUpByAHandlerThatNeverReturnsOrAClientThatNeverReads(Transport transport) throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        TestServer server = TestServer.start(
                transport,
                builder -> builder.closeTimeout(Duration.ofMillis(200)).stream("/", stream -> {
                    sending.countDown();
                    while (stream.send(Event.of("x".repeat(10_000)), Duration.ofDays(1)) == ACCEPTED) {}
                    new CountDownLatch(1).await();
                }));
        try (TestStream client = server.connect("/")) {
            sending.await();
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            client.ignoreUnread();
        }
    }
}
