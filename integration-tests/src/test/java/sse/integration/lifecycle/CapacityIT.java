package sse.integration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.Waiting;
import sse.testkit.StreamEnd;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** A server at its limit of streams. */
class CapacityIT {
    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void shedsNewStreamsAndKeepsOpenOnes(Transport transport) {
        try (TestServer server = TestServer.start(
                        transport,
                        builder -> builder.maxStreams(1).closeTimeout(Duration.ZERO).stream(
                                "/", stream -> stream.send("welcome")));
                TestStream first = server.connect("/")) {
            assertThat(first.nextEvent().data()).isEqualTo("welcome");

            try (TestStream second = server.connect("/")) {
                assertThat(second.status()).isEqualTo(200);
                assertThat(second.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                assertThat(second.retry().orElseThrow()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
            }
            TestResponse refusal = server.client().withHeader("Accept", "*/*").get("/");
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(Integer.parseInt(refusal.header("Retry-After"))).isBetween(5, 15);

            assertThat(server.server().openStreams()).isEqualTo(1);
            assertThat(first.pollEvent()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void acceptsAStreamAfterAnotherCloses(Transport transport) {
        try (TestServer server = TestServer.start(
                transport,
                builder -> builder.maxStreams(1).closeTimeout(Duration.ZERO).stream("/", stream -> {
                    stream.send("welcome");
                    stream.close();
                }))) {
            for (int i = 0; i < 3; i++) {
                Waiting.until("no stream is open", () -> server.server().openStreams() == 0);
                try (TestStream stream = server.connect("/")) {
                    assertThat(stream.nextEvent().data()).isEqualTo("welcome");
                    assertThat(stream.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void shedsStreamsOverTheAddressLimit(Transport transport) {
        try (TestServer server = TestServer.start(
                transport,
                builder -> builder.maxStreamsPerAddress(2).closeTimeout(Duration.ZERO).stream(
                        "/",
                        StreamOptions.builder().heartbeat(Duration.ofMillis(50)).build(),
                        stream -> stream.send("welcome")))) {
            TestStream first = server.connect("/");
            assertThat(first.nextEvent().data()).isEqualTo("welcome");
            try (TestStream second = server.connect("/");
                    TestStream third = server.connect("/")) {
                assertThat(third.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                assertThat(third.retry().orElseThrow()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
                assertThat(server.server().statistics().shed()).isEqualTo(1);

                first.close();
                Waiting.until("one stream is open", () -> server.server().openStreams() == 1);
                try (TestStream fourth = server.connect("/")) {
                    assertThat(fourth.nextEvent().data()).isEqualTo("welcome");
                }
                assertThat(second.nextEvent().data()).isEqualTo("welcome");
            }
        }
    }
}
