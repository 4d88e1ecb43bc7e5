package sse.testkit;

import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.StreamOptions;

/** The examples in the package's documentation. */
class TutorialTest {
    @Test
    void advancesClock() {
        ManualTicker ticker = new ManualTicker();
        try (TestServer server = TestServer.start(b -> b.ticker(ticker).stream(
                        "/clock", stream -> stream.every(Duration.ofSeconds(2), () -> Event.of("hello"))));
                TestStream client = server.connect("/clock")) {
            ticker.advance(Duration.ofSeconds(2));
            assertThat(client).nextEvent().hasType("message").hasData("hello");
        }
    }

    @Test
    void overflowsClientThatDoesNotRead() {
        List<EventStream> streams = new ArrayList<>();
        StreamOptions options = StreamOptions.builder().sendQueueBytes(1024).build();
        try (TestServer server = TestServer.start(b -> b.stream("/prices", options, streams::add))) {
            Event large = Event.of("x".repeat(1000));

            TestStream slow = server.client().withWindow(1024).connect("/prices");
            EventStream prices = streams.get(0);
            prices.send(large);
            prices.send(large);
            prices.send(large);
            assertThat(prices).isClosedWith(CloseReason.OVERFLOW);

            slow.reset();
        }
    }
}
