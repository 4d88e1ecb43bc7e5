package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.browser.drivers.Engine;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;

/** Events that a browser dispatches to a page. */
@InEachBrowser
class BrowserEventsIT {
    private final PageStreams streams = new PageStreams();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void opensBeforeFirstEvent(Transport transport, Page page) throws Exception {
        StreamOptions silent = StreamOptions.builder().noHeartbeat().build();
        try (SseServer server = streams.start(transport, silent)) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events");
            source.awaitOpen();

            // No event has been sent or dispatched so far.
            streams.nextOpened().send("first");
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "first", ""));
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void dispatchesEventsByType(Transport transport, Page page) throws Exception {
        try (SseServer server = streams.start(transport, StreamOptions.defaults())) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events", "tick", "Tick");
            source.awaitOpen();

            EventStream stream = streams.nextOpened();
            stream.send(Event.of("tick", "1"));
            stream.send(Event.of("nobody listens", "2"));
            stream.send(Event.of("Tick", "3"));
            stream.send(Event.of("4"));
            stream.send(Event.of("message", "5"));
            stream.send(Event.of("tick", "6").withId("six"));
            stream.send(Event.of("7"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("tick", "1", ""));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("Tick", "3", ""));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "4", ""));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "5", ""));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("tick", "6", "six"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "7", "six"));
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void decodesUtf8InEveryField(Transport transport, Page page) throws Exception {
        String type = "größe";
        String id = "№ 7 – ü";
        // Two, three and four bytes, a ligature of five code points, a line separator that ends no line, and a byte
        // order mark in the middle.
        String data = "Grüße, 世界 𝄞 👩‍👩‍👧\nb\u2028c \uFEFF\u0000";
        try (SseServer server = streams.start(transport, StreamOptions.defaults())) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events", type);
            source.awaitOpen();

            streams.nextOpened().send(Event.of(type, data).withId(id));
            // Firefox drops NUL.
            String dispatched = page.engine() == Engine.FIREFOX ? data.replace("\u0000", "") : data;
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent(type, dispatched, id));
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void deliversEventOfOneMegabyte(Transport transport, Page page) throws Exception {
        StringBuilder data = new StringBuilder();
        for (int line = 0; data.length() < 1 << 20; line++) {
            data.append("line ").append(line).append(" é\n");
        }
        try (SseServer server = streams.start(transport, StreamOptions.defaults())) {
            page.navigate(PageStreams.url(server.port()));
            PageEventSource source = PageEventSource.open(page, "/events");
            source.awaitOpen();

            EventStream stream = streams.nextOpened();
            stream.send(Event.of(data.toString()).withId("large"));
            // Blocks until the send queue has capacity.
            stream.send(Event.of("small"), Page.DEADLINE);
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", data.toString(), "large"));
            assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", "small", "large"));
        }
    }
}
