package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Admission;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.browser.drivers.Engine;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;

/** Reconnection of a browser: when, with which last event ID, and when not. */
@InEachBrowser
class BrowserReconnectIT {
    private final PageStreams streams = new PageStreams();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void resumesAfterEndOfStream(Transport transport, Page page) throws Exception {
        try (SseServer server = streams.start(transport, PageStreams.QUICK)) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events");
            source.awaitOpen();
            EventStream first = streams.nextOpened();
            assertThat(first.lastEventId()).isEmpty();
            first.send(Event.of("one").withId("№ 1"));
            first.send(Event.of("still one"));
            first.close();
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "one", "№ 1"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "still one", "№ 1"));
            source.awaitLoss();

            source.awaitOpen();
            EventStream second = streams.nextOpened();
            assertThat(second.lastEventId()).contains("№ 1");
            second.send(Event.of("two").withId(""));
            second.close();
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "two", ""));
            source.awaitLoss();

            // An empty id resets the last event ID.
            source.awaitOpen();
            assertThat(streams.nextOpened().lastEventId()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void resumesAfterResetWithinFrame(Transport transport, Page page) throws Exception {
        try (SseServer server = streams.start(transport, PageStreams.QUICK);
                ResettingRelay relay = ResettingRelay.before(server.port())) {
            page.navigate(PageStreams.url(relay.port()));
            PageEventSource source = PageEventSource.open(page, "/events");
            source.awaitOpen();
            EventStream first = streams.nextOpened();
            first.send(Event.of("one").withId("1"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "one", "1"));
            relay.resetAfter("data: two\n");
            first.send(Event.of("two\nand the rest").withId("2"));
            source.awaitLoss();
            assertThat(streams.nextClosed()).isEqualTo(CloseReason.CLIENT_GONE);

            source.awaitOpen();
            EventStream second = streams.nextOpened();
            assertThat(second.lastEventId()).contains("1");
            second.send(Event.of("two\nand the rest").withId("2"));
            DispatchedEvent event = source.nextEvent();
            if (page.engine() == Engine.WEBKIT) {
                // WebKit keeps what it has read of the half event, and joins it with the next stream's first bytes.
                assertThat(event.data()).endsWith("two\nand the rest");
                assertThat(event.lastEventId()).isEqualTo("2");
            } else {
                assertThat(event).isEqualTo(new DispatchedEvent("message", "two\nand the rest", "2"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void resumesAfterServerRestart(Transport transport, Page page) throws Exception {
        int port;
        PageEventSource source;
        try (SseServer server = streams.start(transport, PageStreams.QUICK)) {
            port = server.port();
            page.navigate(PageStreams.url(port));
            source = PageEventSource.open(page, "/events");
            source.awaitOpen();
            streams.nextOpened().send(Event.of("one").withId("1"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "one", "1"));
        }
        // One error for the closed stream, one for the refused connection.
        source.awaitLoss();
        source.awaitLoss();
        SseServer.Builder again = SseServer.builder().transport(transport).port(port);
        try (SseServer restarted = streams.addTo(again, PageStreams.QUICK).start()) {
            source.awaitReopening();
            EventStream stream = streams.nextOpened();
            assertThat(stream.lastEventId()).contains("1");
            stream.send(Event.of("two").withId("2"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "two", "2"));
            assertThat(restarted.openStreams()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void waitsForLastReconnectionTime(Transport transport, Page page) throws Exception {
        // The defaults are 3 s, and 5 s in Firefox, whose shortest time is 0.5 s.
        Duration longer = Duration.ofMillis(1_500);
        try (SseServer server = streams.start(transport, PageStreams.QUICK)) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events");
            source.awaitOpen();
            streams.nextOpened().close();
            assertThat(waited(source)).isBetween(Duration.ofMillis(45), Duration.ofMillis(1_400));

            EventStream stream = streams.nextOpened();
            stream.send(Event.builder().retry(longer).build());
            stream.close();
            assertThat(waited(source)).isBetween(longer.minusMillis(5), Duration.ofMillis(2_900));

            // Every stream starts with the retry field.
            streams.nextOpened().close();
            assertThat(waited(source)).isBetween(Duration.ofMillis(45), Duration.ofMillis(1_400));
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void stopsReconnectingAfter204(Transport transport, Page page) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        StreamOptions once = PageStreams.QUICK.toBuilder()
                .admission(request -> requests.getAndIncrement() == 0 ? Admission.accept() : Admission.stop())
                .build();
        SseServer.Builder builder =
                SseServer.builder().transport(transport).port(0).stream("/once", once, EventStream::close);
        try (SseServer server = streams.addTo(builder, PageStreams.QUICK).start()) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource stopped = PageEventSource.open(page, "/once");
            stopped.awaitOpen();
            stopped.awaitLoss();
            stopped.awaitEnd();

            PageEventSource other = PageEventSource.open(page, "/events");
            other.awaitOpen();
            for (int i = 0; i < 5; i++) {
                streams.nextOpened().close();
                other.awaitLoss();
                other.awaitOpen();
            }
            assertThat(requests).hasValue(2);
            String status = "() => fetch('/once', {headers: {Accept: 'text/event-stream'}}).then(it => it.status)";
            assertThat(page.evaluate(status).getAsInt()).isEqualTo(204);
        }
    }

    /** Returns the time between the end of a stream and the beginning of the next. */
    private static Duration waited(PageEventSource source) {
        double lost = source.awaitLoss();
        return Duration.ofNanos((long) ((source.awaitOpen() - lost) * 1e6));
    }
}
