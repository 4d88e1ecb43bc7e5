package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;

/** Pages whose server shuts down and is started again. */
@InEachBrowser
class BrowserShutdownIT {
    private final PageStreams streams = new PageStreams();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void returnsWithinReconnectDelay(Transport transport, Page page) throws Exception {
        // Longer than the stream's own time, and than Firefox's shortest.
        Duration shortest = Duration.ofMillis(700);
        SseServer first = start(transport, 0, shortest);
        int port = first.port();
        page.navigate(PageStreams.url(port));
        PageEventSource source = PageEventSource.open(page, "/events", "bye");
        source.awaitOpen();
        streams.nextOpened().send(Event.of("one").withId("1"));
        assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "one", "1"));

        first.close();
        assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("bye", "see you", "1"));
        double lost = source.awaitLoss();
        double refused = source.awaitLoss();
        assertThat(refused - lost).isBetween(shortest.toMillis() - 5.0, 2_900.0);

        try (SseServer second = start(transport, port, shortest)) {
            source.awaitReopening();
            EventStream stream = streams.nextOpened();
            assertThat(stream.lastEventId()).contains("1");
            stream.send(Event.of("two").withId("2"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "two", "2"));
            assertThat(second.openStreams()).isEqualTo(1);
        }
    }

    private SseServer start(Transport transport, int port, Duration shortest) throws Exception {
        return streams.addTo(SseServer.builder(), PageStreams.QUICK)
                .transport(transport)
                .port(port)
                .closingEvent(Event.of("bye", "see you"))
                .reconnectDelay(shortest, shortest.plusMillis(300))
                .start();
    }
}
